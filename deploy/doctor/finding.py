"""What a check found: one line, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"  # look at it today
    FAULT = "fault"  # something stands still, or is not as it must be
    UNKNOWN = "unknown"  # could not be looked at


@dataclass(frozen=True)
class Finding:
    level: Level
    says: str
    advice: str = ""


def ok(says: str) -> Finding:
    return Finding(Level.OK, says)


def warning(says: str, advice: str) -> Finding:
    return Finding(Level.WARNING, says, advice)


def fault(says: str, advice: str) -> Finding:
    return Finding(Level.FAULT, says, advice)


def unknown(says: str, advice: str = "") -> Finding:
    return Finding(Level.UNKNOWN, says, advice)


class Away(Exception):
    """What is looked at does not answer at all: checks that need it are not made."""

    def __init__(self, says: str, advice: str) -> None:
        super().__init__(says)
        self.finding = fault(says, advice)

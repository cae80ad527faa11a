"""A dead letter as an operator sees it, whatever bus it lies on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

# what differs from case to case in one and the same fault: ids and numbers
PARTICULARS = re.compile(r"[0-9a-f]{8,}|\d+")


@dataclass(frozen=True)
class DeadLetter:
    """`reason` says why it is here, `correlation_id` finds its journey in the logs.

    Nothing of it is to be trusted: what could not be read may say anything, or be empty.
    """

    service: str
    id: str
    event_type: str
    subject: str
    reason: str
    attempts: int
    first_failed: datetime | None
    correlation_id: str
    body: str
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """Which dead letters: all that is given must fit; nothing given fits everything."""

    ids: frozenset[str] = frozenset()
    event_type: str = ""
    reason: str = ""  # a part of it
    correlation_id: str = ""
    subject: str = ""
    since: datetime | None = None  # of the first failure; a letter without one does not fit

    def fits(self, letter: DeadLetter) -> bool:
        return (
            (not self.ids or letter.id in self.ids)
            and self.event_type in ("", letter.event_type)
            and self.reason in letter.reason
            and self.correlation_id in ("", letter.correlation_id)
            and self.subject in ("", letter.subject)
            and (self.since is None or _is_since(letter.first_failed, self.since))
        )


EVERY = Choice()


def _is_since(moment: datetime | None, since: datetime) -> bool:
    return moment is not None and moment >= since


class DeadLetters(Protocol):
    """Each returns the letters it concerned, oldest first."""

    def find(self, service: str, choice: Choice) -> list[DeadLetter]: ...

    def replay(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Give them to the service's handlers again. Repeating it is harmless."""
        ...

    def drop(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Throw them away for good."""
        ...


@dataclass(frozen=True)
class Fault:
    """Letters that died of the same: `reason` is the first one's."""

    service: str
    event_type: str
    reason: str
    count: int
    first_failed: datetime | None


def faults_of(letters: Iterable[DeadLetter]) -> list[Fault]:
    """Most letters first. Reasons that differ only in ids or numbers are one fault."""
    groups: dict[tuple[str, str, str], list[DeadLetter]] = {}
    for letter in letters:
        alike = PARTICULARS.sub("…", letter.reason)
        groups.setdefault((letter.service, letter.event_type, alike), []).append(letter)
    faults = [
        Fault(service, event_type, group[0].reason, len(group), _first(group))
        for (service, event_type, _alike), group in groups.items()
    ]
    return sorted(faults, key=lambda fault: -fault.count)


def _first(letters: Iterable[DeadLetter]) -> datetime | None:
    return min((each.first_failed for each in letters if each.first_failed), default=None)

"""What a person had before them when they acted, so that a second click changes nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pin:
    """The version of the case that the person saw, and the form's own key."""

    version: int
    key: str

    @property
    def cause(self) -> str:
        return f"form:{self.key}"

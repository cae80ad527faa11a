"""A dead letter as an operator sees it, whatever bus it lies on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class DeadLetter:
    """`reason` says why it is here, `correlation_id` finds its journey in the logs."""

    service: str
    id: str
    event_type: str
    subject: str
    reason: str
    attempts: int
    first_failed: str
    correlation_id: str
    body: str


@dataclass(frozen=True)
class Choice:
    """Which dead letters: all that is given must fit; nothing given fits everything."""

    ids: frozenset[str] = frozenset()
    event_type: str = ""
    reason: str = ""  # a part of it
    correlation_id: str = ""

    def fits(self, letter: DeadLetter) -> bool:
        return (
            (not self.ids or letter.id in self.ids)
            and self.event_type in ("", letter.event_type)
            and self.reason in letter.reason
            and self.correlation_id in ("", letter.correlation_id)
        )


EVERY = Choice()


class DeadLetters(Protocol):
    """Each returns the letters it concerned, oldest first."""

    def find(self, service: str, choice: Choice) -> list[DeadLetter]: ...

    def replay(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Give them to the service's handlers again. Repeating it is harmless."""
        ...

    def drop(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Throw them away for good."""
        ...

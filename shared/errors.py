"""One tree of errors. `shared.web` maps it to statuses, consumers to retry or dead letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class KuntekoError(Exception):
    """Everything we raise on purpose."""


class DomainError(KuntekoError):
    """What was asked is not possible, and the person who asked is told why."""


class NotFound(DomainError):
    """No such thing, or not for this person: the two look the same from outside."""


class NotPermitted(DomainError):
    """The role may not do this."""


class TransitionNotAllowed(DomainError):
    """The case's state, or a guard of its table, forbids the action. `reason` is a short code."""

    def __init__(self, action: str, state: str, reason: str = "state") -> None:
        super().__init__(f"{action} is not allowed in {state}: {reason}")
        self.action = action
        self.state = state
        self.reason = reason


class Conflict(DomainError):
    """The case has changed since it was read. `case` is as it stands, `since` the version read."""

    def __init__(self, case: Any, since: int) -> None:
        super().__init__(f"{case.id} is at version {case.version}, not {since}")
        self.case = case
        self.since = since


class InvalidInput(DomainError):
    """Field → messages, as marshmallow gives them."""

    def __init__(self, errors: Mapping[str, Any]) -> None:
        super().__init__("invalid input")
        self.errors = dict(errors)


class LinkForged(DomainError):
    """The link is not one that we made for this purpose."""


class LinkExpired(DomainError):
    """We made it, but its time is over. `link` tells for whom and for which case."""

    def __init__(self, link: Any) -> None:
        super().__init__("link expired")
        self.link = link


class MessagingError(KuntekoError):
    """Something between the services failed."""


class PermanentError(MessagingError):
    """Trying again cannot help: dead letter."""


class ContractViolation(PermanentError):
    """A message, or an event about to be written, does not follow its contract."""

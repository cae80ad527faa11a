"""From an event to its handlers, and from what they raise to what happens next.

Pure of any bus: RabbitMQ, the in-process bus and the simulation all settle by the same Outcome.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from time import perf_counter

import mongoengine
from marshmallow import ValidationError
from prometheus_client import Histogram
from pymongo.errors import ConnectionFailure

from shared.errors import (
    Conflict,
    ContractViolation,
    DomainError,
    KuntekoError,
    NotFound,
    PermanentError,
)
from shared.messaging.envelope import Event
from shared.messaging.retries import DELAYS, delay_after
from shared.messaging.worker import Handler, Worker
from shared.tracing import bound, log

REASON_LENGTH = 2000  # a reason travels in a message header

HANDLING = Histogram(
    "kunteko_handler_seconds",
    "Time from an event's arrival at a service to its outcome",
    ["service", "event", "outcome"],
)


@dataclass(frozen=True)
class Done:
    """Every handler has handled it, or none wants it."""


@dataclass(frozen=True)
class Retry:
    """Something that may pass: try again `after` this long."""

    reason: str
    after: timedelta


@dataclass(frozen=True)
class Dead:
    """Trying again cannot help, or has not helped: an operator has to look."""

    reason: str


Outcome = Done | Retry | Dead

# a case that has just changed, or that has not arrived yet, may be as wanted a moment later;
# a failing store or network, and what nobody foresaw, is tried again too: up to the last delay
PASSING = (Conflict, NotFound)
PERMANENT = (PermanentError, DomainError, ValidationError)
# the store is gone for a while: no fault of the message, which waits for it however long it takes
AWAY = (ConnectionFailure, mongoengine.ConnectionFailure)
LONGEST_AWAY = 3  # the third delay: it is looked for again every half minute


def receive(worker: Worker, body: str | bytes, attempt: int) -> Outcome:
    """Decode a message and dispatch it. Never raises: what cannot be read is Dead."""
    try:
        event = Event.from_json(body)
    except ContractViolation as error:
        log.error("undecodable message", service=worker.name, reason=str(error))
        return Dead(_told(str(error)))
    return dispatch(worker, event, attempt)


def dispatch(worker: Worker, event: Event, attempt: int = 1) -> Outcome:
    """Give the event to all its handlers in this worker; `attempt` counts from 1.

    All of them run even if one fails; on a retry all run again, so each must bear repeats.
    """
    if not worker.listens_to(event.type):
        return Done()  # a binding of an earlier release
    with bound(event.correlation_id, event.id):
        started = perf_counter()
        outcome = _outcome(_failures(worker, event), attempt)
        _report(worker, event, attempt, outcome, perf_counter() - started)
    return outcome


def _failures(worker: Worker, event: Event) -> list[Exception]:
    contract = worker.contracts[event.type]
    try:
        loaded = replace(event, data=contract.read(event.data))
    except ContractViolation as violation:
        return [violation]
    attempts = [_failure(handler, loaded) for handler in worker.handlers[contract]]
    return [error for error in attempts if error is not None]


def _failure(handler: Handler, event: Event) -> Exception | None:
    try:
        handler(event)
    except Exception as error:
        expected = isinstance(error, KuntekoError)
        log.warning(
            "handler failed", handler=_name(handler), error=repr(error), exc_info=not expected
        )
        return error
    return None


def _outcome(errors: list[Exception], attempt: int) -> Outcome:
    if not errors:
        return Done()
    reason = _told("; ".join(f"{type(error).__name__}: {error}" for error in errors))
    if all(_is_permanent(error) for error in errors):
        return Dead(reason)
    if any(isinstance(error, AWAY) for error in errors):
        return Retry(reason, DELAYS[min(attempt, LONGEST_AWAY) - 1])
    delay = delay_after(attempt)
    if delay is None:
        return Dead(_told(f"given up after {attempt} attempts: {reason}"))
    return Retry(reason, delay)


def _told(reason: str) -> str:
    """As it can be kept, sent and shown: what others say may hold half a letter."""
    return reason.encode("utf-8", "backslashreplace").decode()[:REASON_LENGTH]


def _is_permanent(error: Exception) -> bool:
    return isinstance(error, PERMANENT) and not isinstance(error, PASSING)


def _report(worker: Worker, event: Event, attempt: int, outcome: Outcome, seconds: float) -> None:
    name = type(outcome).__name__.lower()
    HANDLING.labels(worker.name, event.type, name).observe(seconds)
    level = log.error if isinstance(outcome, Dead) else log.info
    level(
        "event",
        service=worker.name,
        event_type=event.type,
        event_id=event.id,
        subject=event.subject,
        outcome=name,
        attempt=attempt,
        ms=round(seconds * 1000, 1),
        **({} if isinstance(outcome, Done) else {"reason": outcome.reason}),
    )


def _name(handler: Handler) -> str:
    return getattr(handler, "__name__", repr(handler))

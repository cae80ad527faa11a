"""Dead letters of the in-process bus: in the consumer's own database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo.collection import Collection

from shared.messaging.dead_letter import Choice, DeadLetter
from shared.messaging.dispatch import Done, receive
from shared.messaging.envelope import Event
from shared.messaging.worker import Worker
from shared.store import database

COLLECTION = "dead_letters"
BATCH = 100  # replayed in one sweep: what has just happened does not wait for thousands


def bury(
    service: str, event: Event, reason: str, attempts: int, first_failed_at: datetime, now: datetime
) -> None:
    """Idempotent by event: the bus may have been killed before it noted this down."""
    letters = _letters(service)
    letters.create_index("replay", sparse=True)
    letter = {
        "type": event.type,
        "subject": event.subject,
        "source": event.source,
        "correlation_id": event.correlation_id,
        "reason": reason,
        "attempts": attempts,
        "first_failed_at": first_failed_at,
        "dead_at": now,
        "body": event.to_json(),
    }
    letters.update_one({"_id": event.id}, {"$set": letter, "$unset": {"replay": ""}}, upsert=True)


def redeliver(worker: Worker, now: datetime) -> int:
    """Give the worker once more what an operator chose to replay, at most BATCH; returns how many.

    One try each: what fails is a dead letter again, with the new reason, unless it was dropped
    meanwhile. Killed between handling and striking off, it hands over again.
    """
    letters = _letters(worker.name)
    chosen = list(letters.find({"replay": True}).sort("dead_at", 1).limit(BATCH))
    for letter in chosen:
        attempt = letter["attempts"] + 1
        outcome = receive(worker, letter["body"], attempt)
        if isinstance(outcome, Done):
            letters.delete_one({"_id": letter["_id"]})
        else:
            again = {"reason": outcome.reason, "attempts": attempt, "dead_at": now}
            letters.update_one({"_id": letter["_id"]}, {"$set": again, "$unset": {"replay": ""}})
    return len(chosen)


def count(service: str) -> int:
    return _letters(service).estimated_document_count()


class StoredDeadLetters:
    """See DeadLetters. The stores of the services asked about are connected already."""

    def find(self, service: str, choice: Choice) -> list[DeadLetter]:
        letters = (_read(service, stored) for stored in _letters(service).find().sort("dead_at", 1))
        return [letter for letter in letters if choice.fits(letter)]

    def replay(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Marks them; the running bus hands them over within a second."""
        chosen = self.find(service, choice)
        for ids in _batches(chosen):
            _letters(service).update_many({"_id": {"$in": ids}}, {"$set": {"replay": True}})
        return chosen

    def drop(self, service: str, choice: Choice) -> list[DeadLetter]:
        chosen = self.find(service, choice)
        for ids in _batches(chosen):
            _letters(service).delete_many({"_id": {"$in": ids}})
        return chosen


def _batches(letters: Sequence[DeadLetter]) -> Iterator[list[str]]:
    for start in range(0, len(letters), BATCH):
        yield [letter.id for letter in letters[start : start + BATCH]]


def _letters(service: str) -> Collection[dict[str, Any]]:
    return database(service)[COLLECTION]


def _read(service: str, stored: Mapping[str, Any]) -> DeadLetter:
    return DeadLetter(
        service=service,
        id=stored["_id"],
        event_type=stored["type"],
        subject=stored["subject"],
        reason=stored["reason"],
        attempts=stored["attempts"],
        first_failed=stored["first_failed_at"],
        correlation_id=stored["correlation_id"],
        body=stored["body"],
        source=stored.get("source", ""),
    )

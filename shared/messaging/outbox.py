"""The outbox of the cases: what is not told yet, how to strike it off, how far behind we are.

Reads go by range on the sparse index `outbox.at`; the embedded store scans for `$exists`, and
does not push `limit` into the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne

from shared.messaging.envelope import Event
from shared.workflow.case import Case

WAITING = {"outbox.at": {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}}
READ_AHEAD = 100  # cases the store sends at a time, however long the backlog


@dataclass(frozen=True)
class Untold:
    """One case's events that wait in its outbox, in the order they happened."""

    case_id: str
    events: tuple[Event, ...]
    entries: Mapping[str, Mapping[str, Any]]  # the outbox entries by event id


def untold(case_class: type[Case]) -> Iterator[Untold]:
    """Every case that has something to tell, longest waiting first."""
    found = case_class._get_collection().find(WAITING, {"outbox": 1, "history": 1})
    for document in found.sort("outbox.at", 1).batch_size(READ_AHEAD):
        yield _untold(case_class, document)


def event_of(case_class: type[Case], case_id: str, entry: Mapping[str, Any]) -> Event:
    """The event that a history entry, as stored, records."""
    return Event(
        id=entry["id"],
        type=entry["type"],
        source=f"/services/{case_class.service}/{case_class._get_collection_name()}",
        time=entry["at"],
        subject=case_id,
        data=entry["data"],
        correlation_id=entry["correlation_id"],
        causation_id=entry["causation_id"],
        sequence=entry["version"],
    )


def _untold(case_class: type[Case], document: Mapping[str, Any]) -> Untold:
    entries = {entry["id"]: entry for entry in document["outbox"]}
    told = (entry for entry in document["history"] if entry["id"] in entries)
    events = [event_of(case_class, document["_id"], entry) for entry in told]
    events.sort(key=lambda event: event.sequence)
    return Untold(document["_id"], tuple(events), entries)


def strike(case_class: type[Case], cases: Sequence[Untold]) -> None:
    """Take exactly these events out of the outboxes; what has come since stays."""
    case_class._get_collection().bulk_write(
        [
            UpdateOne(
                {"_id": case.case_id},
                {"$pull": {"outbox": {"id": {"$in": [event.id for event in case.events]}}}},
            )
            for case in cases
        ],
        ordered=False,
    )


@dataclass(frozen=True)
class Backlog:
    cases: int
    oldest: datetime | None


def backlog(case_class: type[Case]) -> Backlog:
    """How many cases have something to tell, and since when the first of them waits."""
    waiting = case_class._get_collection().find(WAITING, {"outbox.at": 1})
    moments = [min(entry["at"] for entry in document["outbox"]) for document in waiting]
    return Backlog(len(moments), min(moments, default=None))

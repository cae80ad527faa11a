"""Waking who waits for a change in the store. Only a gain in speed: everyone also polls."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any

from pymongo.database import Database

AWAIT_MS = 500  # how long the store holds an idle question, and so how soon `stop` is seen


def watch(
    database: Database[dict[str, Any]],
    wakes: Mapping[str, Iterable[threading.Event]],
    stop: threading.Event,
) -> None:
    """Until `stop`, set a collection's events when it changes. Raises what the stream raises."""
    changes: list[dict[str, Any]] = [
        {"$match": {"ns.coll": {"$in": sorted(wakes)}}},
        {"$project": {"ns": 1}},
    ]
    with database.watch(changes, max_await_time_ms=AWAIT_MS) as stream:
        for events in wakes.values():
            _set_all(events)  # something may have changed before the stream stood
        while not stop.is_set():
            change = stream.try_next()
            if change is not None:
                _set_all(wakes[change["ns"]["coll"]])


def _set_all(events: Iterable[threading.Event]) -> None:
    for event in events:
        event.set()

"""What changes in the store while it is being read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.change_stream import ChangeStream

from shared import ambient
from shared.errors import KuntekoError

MARKS = "backup_marks"
# of this moment and this machine, or of this command: no part of what the services know
PASSING = frozenset({"leases", MARKS, "restores"})
WITHIN = 60.0  # seconds for the store to tell of our own mark
WAIT_MS = 50
DOCUMENT = ("insert", "update", "replace", "delete")

Changes = ChangeStream[dict[str, Any]]
Key = tuple[str, str, Any]
"""database, collection, _id"""


class BackupFailed(KuntekoError):
    """No backup was written; the message says why."""


class Following:
    """Every change since it was made, in the one order that the store has for all databases."""

    def __init__(
        self, client: MongoClient[dict[str, Any]], databases: list[str], stream: Changes
    ) -> None:
        self._marks = client[databases[0]][MARKS]
        self._stream = stream
        self._changed: dict[Key, None] = {}

    def take_in(self) -> None:
        """What the store has told so far: it need not keep it for us."""
        while change := self._stream.try_next():
            self._note(change)

    def changed(self) -> list[Key]:
        """All that has changed since this was asked last, until now: each once."""
        mark = ambient.new_id()
        self._marks.insert_one({"_id": mark})
        until = time.monotonic() + WITHIN
        while time.monotonic() < until:
            change = self._stream.try_next()
            if change and self._note(change) == mark:
                found, self._changed = list(self._changed), {}
                return found
        raise BackupFailed("the store does not tell what changes in it: is it a replica set?")

    def _note(self, change: Mapping[str, Any]) -> Any:
        """The key of a mark."""
        names = change.get("ns", {})
        if change["operationType"] not in DOCUMENT:
            if names.get("coll") in PASSING or change["operationType"] in _HARMLESS:
                return None
            raise BackupFailed(f"{names} was dropped or renamed meanwhile: take another backup")
        key = change["documentKey"]["_id"]
        if names["coll"] == MARKS:
            return key
        if names["coll"] not in PASSING:
            self._changed[names["db"], names["coll"], key] = None
        return None


_HARMLESS = frozenset({"create", "createIndexes", "dropIndexes", "modify"})


@contextmanager
def following(client: MongoClient[dict[str, Any]], databases: list[str]) -> Iterator[Following]:
    ours: list[dict[str, Any]] = [
        {"$match": {"ns.db": {"$in": databases}}},
        {"$project": {"operationType": 1, "ns": 1, "documentKey": 1}},
    ]
    with client.watch(ours, max_await_time_ms=WAIT_MS) as stream:
        watched = Following(client, databases, stream)
        try:
            watched.changed()  # the stream stands
            yield watched
        finally:
            client[databases[0]][MARKS].drop()

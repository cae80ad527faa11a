"""Restoring a backup into an empty store, while nothing else runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from pymongo import DeleteOne, MongoClient, ReplaceOne
from pymongo.collection import Collection
from pymongo.errors import ConnectionFailure

from deploy.backup.archive import CHANGES, DEAD_LETTERS, Backup, Manifest, place_of
from deploy.backup.following import PASSING
from deploy.backup.making_whole import make_whole
from deploy.migrate import existing
from deploy.registry import SERVICES
from shared import ambient, store
from shared.errors import KuntekoError
from shared.migrations.indexes import put_right
from shared.settings import Settings

AT_ONCE = 200  # documents
MOST_BYTES = 8_000_000  # in one go: the store takes 48 MB
MARK = "restores"

Say = Callable[[str], None]
Change = Mapping[str, Any]
Client = MongoClient[dict[str, Any]]


class RestoreRefused(KuntekoError):
    """Nothing was written; the message says why."""


@dataclass(frozen=True)
class Choices:
    """replace   delete what is there first
    numbers_ahead   how many numbers each counter leaves out: they may have been given since
    tell_days       events of so many days before the backup are told again
    """

    replace: bool = False
    numbers_ahead: int = 100
    tell_days: float = 2.0


def restore(settings: Settings, path: Path, choices: Choices, say: Say) -> Manifest:
    """Everything as it was. Raises NotABackup or RestoreRefused before anything is written.

    Killed half-way, the workers refuse to start on what is there: restore again with `replace`.
    """
    with Backup(path) as backup, store.client(settings) as client:
        _check(client, settings, choices)
        marks = client[settings.store_prefix + SERVICES[0].name][MARK]
        if choices.replace:
            for each in SERVICES:
                client.drop_database(settings.store_prefix + each.name)
        marks.insert_one({"_id": "under way", "file": path.name, "at": ambient.now()})
        for name, part in backup.manifest.parts.items():
            if name not in (CHANGES, DEAD_LETTERS):
                _fill(_collection(client, settings, *place_of(name)), backup.documents(name))
                say(f"{'.'.join(place_of(name))}: {part.count} documents")
        _follow(client, settings, backup.documents(CHANGES))
        for place in existing(settings):
            put_right(place.of, place.documents)
        make_whole(settings, backup.manifest, choices.numbers_ahead, choices.tell_days, say)
        marks.drop()
        return backup.manifest


def half_restored(settings: Settings) -> bool:
    """False too where the store is away: whoever asks waits for it anyhow."""
    with store.client(settings) as client:
        try:
            marks = client[settings.store_prefix + SERVICES[0].name][MARK]
            return marks.find_one() is not None
        except ConnectionFailure:
            return False


def _check(client: Client, settings: Settings, choices: Choices) -> None:
    for each in SERVICES:
        database = client[settings.store_prefix + each.name]
        if database["leases"].find_one({"until": {"$gt": ambient.now()}}):
            raise RestoreRefused(f"a worker of {each.name} runs: stop everything first")
        for name in database.list_collection_names():
            if (
                not choices.replace
                and name not in PASSING
                and database[name].find_one({}, {"_id": 1})
            ):
                raise RestoreRefused(
                    f"the store is not empty ({each.name}.{name}): --replace deletes what is there"
                )


def _collection(
    client: Client, settings: Settings, service: str, collection: str
) -> Collection[dict[str, Any]]:
    return client[settings.store_prefix + service][collection]


def _fill(documents: Collection[dict[str, Any]], found: Iterable[Any]) -> None:
    for batch in _batches(found, lambda document: len(document.raw)):
        documents.insert_many(batch, ordered=False)


def _follow(client: Client, settings: Settings, changes: Iterable[Change]) -> None:
    for (service, collection), rows in groupby(changes, lambda c: (c["service"], c["collection"])):
        documents = _collection(client, settings, service, collection)
        for batch in _batches(rows, lambda _: 20_000):
            documents.bulk_write([_as_it_became(row) for row in batch])


def _as_it_became(change: Change) -> ReplaceOne[dict[str, Any]] | DeleteOne:
    met = {"_id": change["key"]}
    if "document" not in change:
        return DeleteOne(met)
    return ReplaceOne(met, change["document"], upsert=True)


def _batches(found: Iterable[Any], size: Callable[[Any], int]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    weight = 0
    for document in found:
        batch.append(document)
        weight += size(document)
        if len(batch) >= AT_ONCE or weight >= MOST_BYTES:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch

"""Taking a backup while everybody works.

Everything is read once, then what has changed meanwhile, then what has changed during that, until
nothing has: then what was read is how all services were at one and the same moment (ADR 18).
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from bson import encode
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from pymongo.collection import Collection

from deploy.backup.archive import CHANGES, DEAD_LETTERS, Archive, Manifest, Writer, part_name
from deploy.backup.following import PASSING, Following, Key, following
from deploy.registry import SERVICES, workers
from shared import ambient, store
from shared.errors import ContractViolation
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.dead_letter import EVERY, DeadLetter
from shared.messaging.dead_letters import dead_letters
from shared.messaging.envelope import Event
from shared.settings import Settings

AT_ONCE = 200  # documents
LONGEST = 60.0  # seconds of reading what changed; then it is as exact as it gets

Say = Callable[[str], None]


def take_backup(settings: Settings, path: Path, say: Say) -> Manifest:
    """Write all services to the file. Raises BackupFailed; then there is no file."""
    manifest = Manifest(began=ambient.now().isoformat(), bus=settings.bus)
    names = {settings.store_prefix + each.name: each.name for each in SERVICES}
    with store.client(settings) as client, Archive(path, manifest) as archive:
        with following(client, list(names)) as changes:
            for database, service in names.items():
                for collection in collections_of(client, database):
                    _read_all(client, archive, changes, (database, service, collection), say)
            with archive.part(CHANGES) as part:
                _catch_up(client, manifest, changes, names, part)
        _keep_dead_letters(settings, archive, say)
    return manifest


def collections_of(client: MongoClient[dict[str, Any]], database: str) -> list[str]:
    found = client[database].list_collection_names(filter={"type": "collection"})
    return sorted(each for each in found if each not in PASSING and not each.startswith("system."))


def _read_all(
    client: MongoClient[dict[str, Any]],
    archive: Archive,
    changes: Following,
    place: tuple[str, str, str],
    say: Say,
) -> None:
    database, service, collection = place
    documents = _as_stored(client, database, collection)
    with archive.part(part_name(service, collection)) as part:
        for document in documents.find(batch_size=AT_ONCE):
            part.write(bytes(document.raw))
            if part.count % AT_ONCE == 0:
                changes.take_in()
    say(f"{service}.{collection}: {part.count} documents")


def _catch_up(
    client: MongoClient[dict[str, Any]],
    manifest: Manifest,
    changes: Following,
    names: dict[str, str],
    part: Writer,
) -> None:
    give_up = time.monotonic() + LONGEST
    while True:
        since, changed = time.monotonic(), changes.changed()
        manifest.as_of = ambient.now().isoformat()
        if not changed:
            return
        for row in _as_they_are(client, changed, names):
            part.write(encode(row))
        if time.monotonic() > give_up:
            manifest.exact = False
            manifest.unsure_ms = round((time.monotonic() - since) * 1000)
            return


def _as_they_are(
    client: MongoClient[dict[str, Any]], changed: Iterable[Key], names: dict[str, str]
) -> Iterator[dict[str, Any]]:
    for (database, collection), keys in groupby(sorted(changed, key=_place), _place):
        ids = [key for _, _, key in keys]
        documents = _as_stored(client, database, collection)
        for start in range(0, len(ids), AT_ONCE):
            asked = ids[start : start + AT_ONCE]
            found = {each["_id"]: each for each in documents.find({"_id": {"$in": asked}})}
            for key in asked:
                row = {"service": names[database], "collection": collection, "key": key}
                yield row | ({"document": found[key]} if key in found else {})


def _as_stored(
    client: MongoClient[dict[str, Any]], database: str, collection: str
) -> Collection[RawBSONDocument]:
    options = CodecOptions(document_class=RawBSONDocument)
    return client[database].get_collection(collection).with_options(options)


def _place(key: Key) -> tuple[str, str]:
    return key[0], key[1]


def _event_id(letter: DeadLetter) -> str:
    """Empty for what could not even be read: that can only be looked up in the file."""
    try:
        return Event.from_json(letter.body).id
    except ContractViolation:
        return ""


def _keep_dead_letters(settings: Settings, archive: Archive, say: Say) -> None:
    """Those in the broker: in process they are the store's."""
    found: list[DeadLetter] = []
    if settings.bus == "rabbitmq":
        try:
            letters = dead_letters(settings)
            names = [worker.name for worker in workers(settings) if worker.handlers]
            found = [letter for name in names for letter in letters.find(name, EVERY)]
        except BrokerUnavailable as error:
            say(f"RabbitMQ does not answer: its dead letters are not in the backup ({error})")
    archive.manifest.dead_events = sorted(filter(None, {_event_id(letter) for letter in found}))
    with archive.part(DEAD_LETTERS) as part:
        rows = [asdict(letter) for letter in found]
        part.write(json.dumps(rows, ensure_ascii=False, default=datetime.isoformat).encode())

"""Older documents get their new shape in the store, beside everybody who reads and writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from shared.migrations.migration import (
    SCHEMA,
    AsStored,
    Migrations,
    current,
    number_of,
    steps_from,
    update_of,
    upgraded,
)
from shared.settings import Settings
from shared.tracing import log

BATCH = 20  # one write must end long before the driver gives up, on a busy machine too
IS_THERE = 11000

Documents = Collection[dict[str, Any]]


def behind(migrations: Migrations) -> dict[str, Any]:
    """The filter of those that are older than the code: most have no number at all."""
    return {SCHEMA: {"$not": {"$gte": current(migrations)}}}


def sweep(documents: Documents, migrations: Migrations, settings: Settings) -> int:
    """Bring up whatever is behind; how many were. Killed or repeated, it does no harm."""
    # in the order they lie: what is written meanwhile is met or not, and the next sweep has it
    waiting = documents.find(behind(migrations), batch_size=BATCH)
    return sum(bring_up(documents, migrations, batch, settings) for batch in _batches(waiting))


def bring_up(
    documents: Documents, migrations: Migrations, found: Sequence[AsStored], settings: Settings
) -> int:
    """Write the new shape of those that still stand as they were `found`; how many were written.

    One that cannot be migrated is logged and holds up no other.
    """
    updates: list[UpdateOne] = []
    beside: dict[str, list[AsStored]] = {}
    for document in found:
        try:
            update = update_of(document, upgraded(document, migrations))
            for name, rows in _beside(document, migrations, settings):
                beside.setdefault(name, []).extend(rows)
        except Exception as error:
            log.exception("document not migrated", of=documents.name, reason=repr(error))
            continue
        updates.append(UpdateOne(_as_found(document), update))
    for name, rows in beside.items():  # first: killed between the two, a repeat finds them
        _insert_missing(documents.database[name], rows)
    if not updates:
        return 0
    return documents.bulk_write(updates, ordered=False).modified_count


def _as_found(document: AsStored) -> dict[str, Any]:
    """Meets the document while nobody has written it: a case says so by its version. What is
    written past `perform` (attempts, when a mail is due) is no migration's business either."""
    names = ("version",) if "version" in document else document.keys() - {"_id"}
    found = {name: {"$eq": document[name]} for name in names}
    return {**found, "_id": document["_id"], SCHEMA: document.get(SCHEMA)}


def _beside(
    document: AsStored, migrations: Migrations, settings: Settings
) -> Iterator[tuple[str, Sequence[AsStored]]]:
    for step in steps_from(document, migrations):
        if step.beside:
            before = tuple(each for each in migrations if each.to < step.to)
            shaped = upgraded(document, before) if number_of(document) < step.to - 1 else document
            yield from step.beside(dict(shaped), settings).items()


def _insert_missing(documents: Documents, rows: Sequence[Mapping[str, Any]]) -> None:
    try:
        documents.insert_many([dict(row) for row in rows], ordered=False)
    except BulkWriteError as error:
        failed = error.details["writeErrors"]
        if any(each["code"] != IS_THERE for each in failed):
            raise


def _batches(found: Any) -> Iterator[list[AsStored]]:
    while batch := list(islice(found, BATCH)):
        yield batch

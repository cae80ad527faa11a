"""Numbers that are never given twice."""

from __future__ import annotations

from typing import Any

from pymongo import ReturnDocument
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError


def count_on(counters: Collection[dict[str, Any]], name: str, by: int = 1) -> int:
    """The counter's value once `by` is added. One that is not there is begun at 0.

    Begun first and counted on then, never both in one upsert: of several upserts in the same moment
    the embedded store answers some with nothing, though it counted them.
    """
    while (last := _added(counters, name, by)) is None:
        begin(counters, name, {"last": 0})
    return last


def begin(counters: Collection[dict[str, Any]], name: str, row: dict[str, Any]) -> None:
    """Put the row there, unless somebody was faster."""
    try:
        counters.insert_one({"_id": name, **row})
    except DuplicateKeyError:
        pass


def _added(counters: Collection[dict[str, Any]], name: str, by: int) -> int | None:
    # a collection of a handful of rows, so findAndModify is quick here even on the embedded store
    row = counters.find_one_and_update(
        {"_id": name}, {"$inc": {"last": by}}, return_document=ReturnDocument.AFTER
    )
    return int(row["last"]) if row else None

"""A read model is brought to what its histories tell, while its service goes on writing it.

Each write is bound to the row as it was read. Where a handler was quicker nothing is written, and
the row is looked at again: so no newer word is overwritten by an older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.read_models.looking import (
    SURPLUS,
    Difference,
    Progress,
    Row,
    by_row,
    differences,
)
from shared.read_models.model import ReadModel, View
from shared.workflow.case import Case

PASSES = 5


@dataclass(frozen=True)
class Mended:
    """Rows (and items of lists) written; and of how many somebody was always quicker."""

    written: int
    left: int = 0


def rebuild(
    model: ReadModel, cases: Sequence[type[Case]], progress: Progress = lambda _done, _all: None
) -> Mended:
    """Harmless to repeat: what is right is not touched. Killed half-way, a repeat does the rest."""
    written = left = 0
    for _ in range(PASSES):
        left = 0
        removed = False
        for found in differences(model, cases, progress):
            done = mend(found)
            written += done
            left += len(found) - done
            removed |= found[0].kind == SURPLUS
        if not left and not removed:  # its event may have come while a row was removed
            break
    return Mended(written, left)


def mend(found: Iterable[Difference]) -> int:
    """How many of the differences are mended now."""
    rows = by_row(found).items()
    return sum(len(of_row) for (view, key), of_row in rows if _mend_row(view, key, of_row))


def _mend_row(view: View, key: str, found: Sequence[Difference]) -> bool:
    if view.items:
        return _mend_items(view, key, found)
    difference = found[0]
    if difference.told:
        return _write(view, key, difference.row, _without_id(difference.told.value))
    return difference.row is None or _remove(view, difference.row)


def _write(view: View, key: str, row: Row | None, values: Mapping[str, Any]) -> bool:
    if row is None:
        return _insert(view, key, values)
    extra = {name: "" for name in view.fields if name in row and name not in values}
    return _update(view, row, {"$set": dict(values), **({"$unset": extra} if extra else {})})


def _insert(view: View, key: str, values: Mapping[str, Any]) -> bool:
    update = {"$setOnInsert": {"_id": key, **values}, **_stamp(view)}
    rows = view.document._get_collection()
    try:
        return bool(rows.update_one({"_id": key}, update, upsert=True).upserted_id)
    except DuplicateKeyError:
        return False


def _update(view: View, row: Row, update: Mapping[str, Any]) -> bool:
    rows = view.document._get_collection()
    return bool(rows.update_one(_as_read(view, row), {**update, **_stamp(view)}).matched_count)


def _remove(view: View, row: Row) -> bool:
    if view.removed is not None:
        return _update(view, row, {"$set": dict(view.removed)})
    return bool(view.document._get_collection().delete_one(_as_read(view, row)).deleted_count)


def _stamp(view: View) -> dict[str, Any]:
    return {"$currentDate": {view.stamp: True}} if view.stamp else {}


def _mend_items(view: View, key: str, found: Sequence[Difference]) -> bool:
    row = found[0].row
    items = list((row or {}).get(view.items) or ())
    for difference in found:
        _place(view, items, difference)
    if not items and row is not None and not view.on_cases:
        return _remove(view, row)
    return _write(view, key, row, {view.items: items})


def _place(view: View, items: list[Row], difference: Difference) -> None:
    """The item where it stood; a missing one before the first that is later."""
    known = [n for n, item in enumerate(items) if view.key_of(item) == difference.unit.item]
    for place in reversed(known):
        del items[place]
    if difference.told:
        item = difference.told.value
        later = (n for n, each in enumerate(items) if _order(view, each) > _order(view, item))
        items.insert(known[0] if known else next(later, len(items)), item)


def _order(view: View, item: Row) -> Any:
    return item.get(view.order) or 0


def _as_read(view: View, row: Row) -> dict[str, Any]:
    """The filter that only the row as it was read meets."""
    if not view.looks:
        return {"_id": row["_id"]}
    unset = (view.items,) if view.items else view.fields
    return {**dict.fromkeys(unset), **row}


def _without_id(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "_id"}

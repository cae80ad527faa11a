"""A list that events add to: on a case, or in a row of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mongoengine import Document
from pymongo.errors import DuplicateKeyError

from shared.read_models.shadow import Row, Rows, row_in, shadow_of

Item = Mapping[str, Any]


def set_item_if_newer(
    case_class: type[Document], key: str, items: str, item: Item, *, same: str
) -> bool:
    """Keep one item for each value of `same`, the one of the highest `sequence`.

    Whether there is such a case. Idempotent, safe against reordering.
    """
    shadow = shadow_of(case_class)
    if shadow is not None:
        _set_in(_list_in(shadow, key, items), item, same)
        return True
    cases = case_class._get_collection()
    about = {"_id": key}
    if not cases.find_one(about, {"_id": True}):  # a look costs a tenth of a write in vain
        return False
    older = {same: item[same], "sequence": {"$lt": item["sequence"]}}
    replace = about | {items: {"$elemMatch": older}}, {"$set": {f"{items}.$": dict(item)}}
    unseen = {f"{items}.{same}": {"$ne": item[same]}}
    append = about | unseen, {"$push": {items: dict(item)}}
    # the third: another worker may append the older one between the first and the second
    for update in (replace, append, replace):
        if cases.update_one(*update).modified_count:
            break
    return True


def add_item_once(
    view: type[Document], key: str, items: str, item: Item, *, same: Sequence[str]
) -> None:
    """Append, unless an item has the same values (dotted names). Of a row that is there."""
    shadow = shadow_of(view)
    if shadow is not None:
        _add_to(_list_in(shadow, key, items), item, same)
        return
    alike = {name: at(item, name) for name in same}
    unseen = {"_id": key, items: {"$not": {"$elemMatch": alike}}}
    view._get_collection().update_one(unseen, {"$push": {items: dict(item)}})


def keep_newest_items(
    view: type[Document], key: str, items: str, item: Item, *, same: str, kept: int
) -> None:
    """The row's `kept` newest items by `sequence`, each once. The row is made where it is missing.

    Idempotent, safe against reordering.
    """
    shadow = shadow_of(view)
    if shadow is not None:
        listed = _list_in(shadow, key, items)
        _add_to(listed, item, (same,))
        listed[:] = sorted(listed, key=lambda each: int(each["sequence"]))[-kept:]
        return
    newest = {"$each": [dict(item)], "$sort": {"sequence": 1}, "$slice": -kept}
    unseen = {"_id": key, f"{items}.{same}": {"$ne": item[same]}}
    rows = view._get_collection()
    try:
        rows.update_one(unseen, {"$push": {items: newest}}, upsert=True)
    except DuplicateKeyError:
        # the row is there: with this very item, or since another worker was faster
        rows.update_one(unseen, {"$push": {items: newest}})


def at(item: Item, name: str) -> Any:
    """The value at a dotted name; None where there is none."""
    value: Any = item
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _list_in(shadow: Rows, key: str, items: str) -> list[Row]:
    row = row_in(shadow, key)
    if row is None:
        row = {"_id": key}
        shadow[key] = row
    listed: list[Row] = row.setdefault(items, [])
    return listed


def _set_in(listed: list[Row], item: Item, same: str) -> None:
    for place, known in enumerate(listed):
        if known[same] == item[same]:
            if known["sequence"] < item["sequence"]:
                listed[place] = dict(item)
            return
    listed.append(dict(item))


def _add_to(listed: list[Row], item: Item, same: Sequence[str]) -> None:
    if not any(all(at(known, name) == at(item, name) for name in same) for known in listed):
        listed.append(dict(item))

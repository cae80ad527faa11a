"""A row that follows its case: what is older than what we have changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mongoengine import Document
from pymongo.errors import DuplicateKeyError

from shared.read_models.shadow import Rows, row_in, shadow_of


def set_if_newer(view: type[Document], key: str, sequence: int, values: Mapping[str, Any]) -> bool:
    """Set `values` of the view `key` unless it is as new or newer; says whether it did.

    Idempotent, and safe against reordering: `sequence` is the version of the case that told.
    """
    told = {**values, "sequence": sequence}
    shadow = shadow_of(view)
    if shadow is not None:
        return _set_in(shadow, key, told)
    older = {"_id": key, "sequence": {"$lt": sequence}}
    rows = view._get_collection()
    try:
        result = rows.update_one(older, {"$set": told}, upsert=True)
    except DuplicateKeyError:
        # it is there: as new, or an older one that another worker has just made
        result = rows.update_one(older, {"$set": told})
    return bool(result.modified_count or result.upserted_id)


def _set_in(shadow: Rows, key: str, told: Mapping[str, Any]) -> bool:
    row = row_in(shadow, key)
    if row and row["sequence"] >= told["sequence"]:
        return False
    shadow[key] = {"_id": key, **(row or {}), **told}
    return True


def fill_in(view: type[Document], key: str, name: str, values: Mapping[str, Any]) -> None:
    """Set `values` where `name` is not known yet: what a late event alone may tell."""
    shadow = shadow_of(view)
    if shadow is not None:
        row = row_in(shadow, key)
        if row is not None and row.get(name) is None:
            shadow[key] = {**row, **values}
        return
    view._get_collection().update_one({"_id": key, name: None}, {"$set": dict(values)})

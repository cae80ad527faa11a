"""The one way to write a read model: what is older than what we have changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mongoengine import Document
from pymongo.errors import DuplicateKeyError


def set_if_newer(view: type[Document], key: str, sequence: int, values: Mapping[str, Any]) -> bool:
    """Set `values` of the view `key` unless it is as new or newer; says whether it did.

    Idempotent, and safe against reordering: `sequence` is the version of the case that told.
    """
    older = {"_id": key, "sequence": {"$lt": sequence}}
    told = {"$set": {**values, "sequence": sequence}}
    try:
        result = view._get_collection().update_one(older, told, upsert=True)
    except DuplicateKeyError:
        return False
    return bool(result.modified_count or result.upserted_id)

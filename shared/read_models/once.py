"""A row that is written once: whoever comes later finds it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mongoengine import Document

from shared.read_models.shadow import shadow_of


def set_once(view: type[Document], key: str, make: Callable[[], Mapping[str, Any]]) -> None:
    """Insert what `make` gives, unless the row is there. Idempotent; makes nothing in vain."""
    shadow = shadow_of(view)
    if shadow is not None:
        shadow.setdefault(key, lambda: {"_id": key, **make()})
        return
    rows = view._get_collection()
    if not rows.find_one({"_id": key}, {"_id": True}):
        # `_id` in the update, too: an update must not be empty
        rows.update_one({"_id": key}, {"$setOnInsert": {"_id": key, **make()}}, upsert=True)

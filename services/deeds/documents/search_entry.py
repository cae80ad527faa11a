"""What the search keeps of a deed: written by the worker, read by every process that searches."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from bson import ObjectId
from mongoengine import BooleanField, DateTimeField, DictField, IntField, StringField
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from services.deeds.documents.deed import SERVICE
from shared.counters import begin
from shared.migrations.stored import Stored
from shared.read_models.shadow import shadow_of


class SearchEntry(Stored):
    """A deed as it is found; its id is the deed's.

    sequence    the deed's version that it was made of: an older one never replaces a newer
    changed_at  by the store's own clock, so that all who read follow one clock
    gone        no longer shown; then the rest is empty
    card        JSON-safe: what a result shows
    facets      dimension → keys
    terms       stream → terms joined by spaces, see services/deeds/search/analysis.py
    analyser    what made the terms; with another one they are made anew
    """

    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "search_entries",
        "indexes": ["changed_at", "number"],
    }

    id = StringField(primary_key=True)
    number = IntField()
    sequence = IntField(required=True)
    changed_at = DateTimeField()
    gone = BooleanField(default=False)
    card = DictField()
    facets = DictField()
    terms = DictField()
    analyser = StringField(default="")


GONE: dict[str, Any] = {"gone": True, "card": {}, "facets": {}, "terms": {}}


def keep_entry(key: str, sequence: int, entry: Mapping[str, Any]) -> bool:
    """Write unless the same or a later version by the same analyser is there; tells if it wrote."""
    shadow = shadow_of(SearchEntry)
    if shadow is not None:
        shadow[key] = {"_id": key, "gone": False, **entry, "sequence": sequence}
        return True
    entries = SearchEntry._get_collection()
    update = {
        "$set": {"gone": False, **entry, "sequence": sequence},
        "$currentDate": {"changed_at": True},
    }
    # two plain filters: beside an $or the embedded store does not use the index of _id, it scans
    older = {"_id": key, "sequence": {"$lt": sequence}}
    try:
        entries.update_one(older, update, upsert=True)
    except DuplicateKeyError:
        # one is there: by another analyser, or an older one that another worker has just made
        outdated = {"_id": key, "sequence": sequence, "analyser": {"$ne": entry["analyser"]}}
        return any(entries.update_one(each, update).modified_count for each in (outdated, older))
    return True


@cache
def identity(database: Database[dict[str, Any]]) -> str:
    """A name of this very database: an index of one that was emptied since is not its own.

    Not of shared.ambient: two databases of a replayed simulation must have two names.
    """
    key = "search_identity"
    while (row := database["counters"].find_one({"_id": key})) is None:
        begin(database["counters"], key, {"name": ObjectId()})
    return str(row["name"])

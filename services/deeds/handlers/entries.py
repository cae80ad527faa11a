"""How published deeds come to be found: the entries that every process's index is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.deeds.documents import Deed
from services.deeds.documents.deed import last_number
from services.deeds.documents.search_entry import GONE, SearchEntry, keep_entry
from services.deeds.search.entry import Published, analyser, entry_of
from services.deeds.workflow.deed import PUBLIC_STATES
from shared.contracts import deeds as told
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler

# what an entry is made of: not the history, which may be long
READ = ("state", "version", "number", "language", "published", "published_at", "renewed_at")
WINDOW = 500  # numbers of deeds looked at at once: the embedded store reads all before it answers


def when_deed_changed_keep_entry(event: Event) -> None:
    """The deed as it stands now: an event that a later one has overtaken changes nothing."""
    keep_entry_of(event.data["deed"]["id"])


def keep_entry_of(deed_id: str) -> None:
    """Harmless to repeat, in any order."""
    row = Deed._get_collection().find_one({"_id": deed_id}, dict.fromkeys(READ, True))
    if row:
        keep_entry(deed_id, row["version"], _entry(row))


def renew_entries() -> int:
    """Make anew the entries that an earlier analyser made; how many. After an update of ours."""
    renewed = 0
    for start in range(0, last_number(), WINDOW):
        numbers = {"$gt": start, "$lte": start + WINDOW}
        earlier = {"number": numbers, "analyser": {"$ne": analyser()}}
        for row in SearchEntry._get_collection().find(earlier, {"_id": True}):
            keep_entry_of(row["_id"])
            renewed += 1
    return renewed


def _entry(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["state"] not in PUBLIC_STATES or not row.get("published"):
        return {**GONE, "analyser": analyser()}
    first = row["published_at"]
    return entry_of(
        Published(
            id=row["_id"],
            number=row["number"],
            language=row["language"],
            content=row["published"],
            published_at=first,
            updated_at=row.get("renewed_at") or first,
        )
    )


HANDLERS: dict[type[EventContract], Sequence[Handler]] = {
    told.DeedPublished: [when_deed_changed_keep_entry],
    told.DeedCorrected: [when_deed_changed_keep_entry],
    told.DeedImported: [when_deed_changed_keep_entry],
    told.DeedTakenDown: [when_deed_changed_keep_entry],
    told.DeedMerged: [when_deed_changed_keep_entry],
}

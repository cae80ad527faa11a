"""What stands on the marketplace, whole: for feeds, open data and the sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.deeds.documents import Deed
from services.deeds.documents.deed import last_number
from services.deeds.search.entry import Published
from services.deeds.workflow.deed import PUBLIC_STATES

# the history stays in the store: it may be longer than the deed
READ = ("state", "number", "language", "published", "published_at", "renewed_at")
WINDOW = 250  # numbers read at once: the embedded store's scan ends at a bound, not at a limit


def published_after(
    number: int, up_to: int | None = None, read: Sequence[str] = READ
) -> Iterator[Published]:
    """In order of number, a window at a time: 100,000 deeds need the memory of a few hundred.

    `up_to`: the last number that is wanted. `read`: what is fetched; the rest stays empty.
    """
    last = min(last_number(), up_to) if up_to else last_number()
    for start in range(max(0, number), last, WINDOW):
        numbers = {"$gt": start, "$lte": min(start + WINDOW, last)}
        yield from sorted(_published({"number": numbers}, read), key=lambda deed: deed.number)


def published_by_id(ids: Sequence[str]) -> list[Published]:
    """In the order asked; what is no longer public is left out."""
    found = {deed.id: deed for deed in _published({"_id": {"$in": list(ids)}}, READ)}
    return [found[key] for key in ids if key in found]


def _published(wanted: Mapping[str, Any], read: Sequence[str]) -> Iterator[Published]:
    rows = Deed._get_collection().find(wanted, dict.fromkeys(read, True))
    return (_as_published(row) for row in rows if is_public(row))


def is_public(row: Mapping[str, Any]) -> bool:
    return row["state"] in PUBLIC_STATES and bool(row.get("published"))


def _as_published(row: Mapping[str, Any]) -> Published:
    first = row["published_at"]
    return Published(
        id=row["_id"],
        number=row["number"],
        language=row.get("language", "fi"),
        content=row["published"],
        published_at=first,
        updated_at=row.get("renewed_at") or first,
    )

"""From one deed of the queue to the next: the page of the queue that somebody works through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from services.deeds.documents import Deed
from services.deeds.handlers.queue import Filter, Row, find_rows
from services.deeds.staff.review.blueprint import queue_address
from shared.web.paging import SIZE, Page, page_in
from shared.web.steps import left_query


def page_of(asked: Mapping[str, str]) -> Page[Row]:
    """The page of the queue that a query asks for."""
    number = page_in(asked)
    total, rows = find_rows(Filter.read(asked), number, SIZE)
    return Page(rows, total, number)


def next_of(deed: Deed, rows: Sequence[Row]) -> str:
    """The id of the one after it, or empty."""
    ids = [row.deed.id for row in rows]
    place = ids.index(deed.id) + 1 if deed.id in ids else len(ids)
    return ids[place] if place < len(ids) else ""


def after_address(deed: Deed, next_id: str) -> str:
    """Where a step leads: who works through the queue gets the next one, until none is left."""
    query = left_query()
    asked = dict(parse_qsl(query))
    if "open" not in asked:
        return queue_address(query)
    waiting = [row.deed.id for row in page_of(asked).items]
    wanted = [left for left in (deed.id, next_id, *waiting) if left in waiting]
    if not wanted:
        return queue_address(query, open="", step="", number="", page="")
    return queue_address(query, open=wanted[0], step="", number="")

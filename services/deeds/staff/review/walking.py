"""From one deed of the queue to the next: the page of the queue that somebody works through."""

from __future__ import annotations

from collections.abc import Mapping

from services.deeds.documents import Deed
from services.deeds.handlers.queue import Filter, Row, find_rows
from services.deeds.staff.review.blueprint import HOME
from shared.web.paging import SIZE, Page, page_in
from shared.web.steps import after_address


def page_of(asked: Mapping[str, str]) -> Page[Row]:
    """The page of the queue that a query asks for."""
    number = page_in(asked)
    total, rows = find_rows(Filter.read(asked), number, SIZE)
    return Page(rows, total, number)


def where_next(deed: Deed) -> str:
    """The next one that waits, for who goes through the queue; else the queue as it was left."""
    return after_address(HOME, deed, lambda asked: [row.deed.id for row in page_of(asked).items])

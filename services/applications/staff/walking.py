"""From one application of the queue to the next."""

from __future__ import annotations

from collections.abc import Mapping

from services.applications.documents import Application
from services.applications.handlers.queue import Filter, Row, find_rows
from services.applications.staff.blueprint import HOME
from shared.web.paging import SIZE, page_in, skipped
from shared.web.steps import after_address


def rows_of(asked: Mapping[str, str]) -> list[Row]:
    """The page of the queue that a query asks for."""
    return find_rows(Filter.read(asked), skip=skipped(page_in(asked)), limit=SIZE)


def where_next(application: Application) -> str:
    """The next one that waits, for who goes through the queue; else the queue as it was left."""
    return after_address(
        HOME, application, lambda asked: [row.application.id for row in rows_of(asked)]
    )

"""The queue as a spreadsheet file: one row a deed, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.handlers.queue import Row
from services.deeds.staff.review.showing import shown_content, text_of
from services.deeds.words import deed as deed_words
from services.deeds.words.review import OUTCOMES
from shared.spreadsheet import stream_rows
from shared.web.formats import finnish_date


def _told(name: str) -> Callable[[Deed], str]:
    return lambda deed: text_of(name, shown_content(deed))


def _decided(name: str) -> Callable[[Deed], str]:
    return lambda deed: str(deed.decision.get(name) or "")


COLUMNS: list[tuple[object, Callable[[Deed], str]]] = [
    (_l("Reference"), lambda deed: deed.reference),
    (_l("State"), lambda deed: deed_words.state_name(deed.state)),
    (_l("Name of the deed"), lambda deed: shown_content(deed).get("title", "")),
    (_l("Organisation"), _told("organisation")),
    (_l("Unit"), _told("unit")),
    (_l("Sector"), _told("sector")),
    (_l("Region"), _told("region")),
    (_l("Themes"), _told("themes")),
    (_l("Stage"), _told("stage")),
    (_l("Language"), lambda deed: deed.language),
    (_l("Author"), lambda deed: deed.author.get("name", "")),
    (_l("E-mail"), lambda deed: deed.author.get("email", "")),
    (_l("Sent"), lambda deed: finnish_date(deed.submitted_at)),
    (_l("Published"), lambda deed: finnish_date(deed.published_at)),
    (_l("Updated"), lambda deed: finnish_date(deed.renewed_at)),
    (_l("Decision"), lambda deed: str(OUTCOMES.get(deed.decision.get("outcome"), ""))),
    (_l("Decided by"), _decided("by")),
    (_l("Decided on"), lambda deed: finnish_date(deed.decision.get("at"))),
    (_l("Grounds"), _decided("grounds")),
]


def as_spreadsheet(rows: Iterable[Row]) -> Iterator[bytes]:
    header = [*(str(name) for name, _value in COLUMNS), _("Act by")]
    return stream_rows(chain([header], (_cells(row) for row in rows)))


def _cells(row: Row) -> list[str]:
    return [*(value(row.deed) for _name, value in COLUMNS), finnish_date(row.deadline)]

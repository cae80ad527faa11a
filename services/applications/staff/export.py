"""The queue as a spreadsheet file: one row an application, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications import show, words
from services.applications.documents import GROUPS, Application
from services.applications.forms import sector_rows
from services.applications.handlers.queue import Row
from shared.spreadsheet import write_rows
from shared.web.formats import clock, finnish_date, number


def _decided(application: Application, name: str) -> str:
    return str(application.decision.get(name) or "")


def _average(application: Application) -> str:
    ratings = [given["rating"] for given in application.feedback]
    return number(round(sum(ratings) / len(ratings), 1)) if ratings else ""


COLUMNS: list[tuple[object, Callable[[Application], str]]] = [
    (_l("Reference"), lambda a: a.reference or ""),
    (_l("State"), lambda a: words.state_name(a.state)),
    (_l("Organisation"), lambda a: a.organisation),
    (_l("Unit"), lambda a: a.unit),
    (_l("Business ID"), lambda a: a.business_id),
    (_l("Sector"), lambda a: str(dict(sector_rows()).get(a.sector, ""))),
    (_l("Contact person"), lambda a: a.contact.get("name", "")),
    (_l("E-mail"), lambda a: a.contact.get("email", "")),
    (_l("Telephone"), lambda a: a.contact.get("phone", "")),
    (_l("Themes"), show.theme_list),
    (_l("Days"), lambda a: str(a.days or "")),
    (_l("How is the sparring held?"), lambda a: str(words.MODES.get(a.mode, ""))),
    (_l("Date"), lambda a: finnish_date(a.date)),
    (_l("Starts at"), lambda a: clock(a.start_time)),
    (_l("Expert"), lambda a: a.expert.get("name", "")),
    (_l("Submitted"), lambda a: finnish_date(a.submitted_at)),
    (_l("Decided on"), lambda a: finnish_date(a.decision.get("at"))),
    (_l("Days granted"), lambda a: _decided(a, "days")),
    (_l("Average of the feedback"), _average),
]


def as_spreadsheet(rows: Iterable[Row]) -> bytes:
    groups = [str(words.GROUPS[group]) for group in GROUPS]
    header = [*(str(name) for name, _value in COLUMNS), *groups, _("Act by")]
    return write_rows([header, *(_cells(row) for row in rows)])


def _cells(row: Row) -> list[str]:
    application = row.application
    heads = [str(application.participants.get(group, 0)) for group in GROUPS]
    return [*(value(application) for _name, value in COLUMNS), *heads, finnish_date(row.deadline)]

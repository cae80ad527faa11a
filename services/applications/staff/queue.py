"""The queue of applications, and its rows as a file for a spreadsheet."""

from __future__ import annotations

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Round
from services.applications.forms import sector_rows
from services.applications.handlers.queue import TABS, Filter, count_tabs, find_rows
from services.applications.handlers.rounds import all_themes
from services.applications.staff.blueprint import blueprint
from services.applications.staff.export import as_spreadsheet
from services.applications.staff.wording import TABS as TAB_NAMES
from services.applications.staff.wording import in_own_language
from shared import ambient
from shared.roles import Role
from shared.web.addresses import url_with
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.session import require_roles

Choices = list[tuple[str, str]]


@blueprint.get("/applications")
@require_roles(Role.STAFF)
def queue() -> ResponseReturnValue:
    wanted = Filter.read(request.args)
    counts = count_tabs(wanted)
    number = page_number()
    rows = find_rows(wanted, skip=skipped(number), limit=SIZE)
    choices = filter_choices()
    return render_template(
        "staff/queue.html",
        wanted=wanted,
        tab_items=[
            (TAB_NAMES[tab], url_with(tab=tab, page=None), counts[tab], tab == wanted.tab)
            for tab in TABS
        ],
        tab_name=TAB_NAMES[wanted.tab],
        page=Page(rows, counts[wanted.tab], number),
        choices=choices,
        chosen=chips(wanted, choices),
        export_address=export_address(),
        now=ambient.now(),
        words=words,
        back=request.query_string.decode("utf-8", "replace"),
    )


@blueprint.get("/applications/export.csv")
@require_roles(Role.STAFF)
def export() -> ResponseReturnValue:
    """All rows of the filter, not only the page shown."""
    answer = Response(as_spreadsheet(find_rows(Filter.read(request.args))), mimetype="text/csv")
    name = f"kunteko-{ambient.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def export_address() -> str:
    query = request.query_string.decode("utf-8", "replace")
    return url_for("staff.export") + ("?" + query if query else "")


def filter_choices() -> dict[str, Choices]:
    rounds = Round.objects.only("title", "opens_at").order_by("-opens_at")
    return {
        "round": [(entry.id, in_own_language(entry.title)) for entry in rounds],
        "theme": [(theme.id, in_own_language(theme.names)) for theme in all_themes()],
        "sector": sector_rows(),
    }


def chips(wanted: Filter, choices: dict[str, Choices]) -> list[tuple[str, str]]:
    """What narrows the list, each with an address where it does not."""
    chosen = [("search", f"“{wanted.search}”")] if wanted.search else []
    for name, rows in choices.items():
        value = getattr(wanted, name)
        if value:
            chosen.append((name, dict(rows).get(value, value)))
    if wanted.overdue:
        chosen.append(("overdue", _("Overdue only")))
    return [(label, url_with(**{name: None, "page": None})) for name, label in chosen]

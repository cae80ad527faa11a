"""The queue of applications, and its rows as a file for a spreadsheet. One of them can be open
beside the list, so that a person decides on one after the other without leaving the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Application, Round
from services.applications.forms import sector_rows
from services.applications.handlers.queue import TABS, Filter, Row, count_tabs, find_rows
from services.applications.handlers.rounds import all_themes
from services.applications.staff.actions import APPLICATIONS, seen_application
from services.applications.staff.blueprint import blueprint
from services.applications.staff.case import look_words
from services.applications.staff.export import as_spreadsheet
from services.applications.staff.walking import rows_of
from services.applications.staff.wording import TABS as TAB_NAMES
from services.applications.staff.wording import in_own_language
from shared import ambient
from shared.errors import NotFound
from shared.roles import Role
from shared.web.addresses import url_with
from shared.web.context import private_page
from shared.web.forms import Form
from shared.web.paging import Page, page_number
from shared.web.pin import Pin
from shared.web.session import current_person, require_roles
from shared.web.steps import Kind, Step, chosen_offer, next_of, take, words_beside

Choices = list[tuple[str, str]]


@blueprint.get("/applications")
@require_roles(Role.STAFF)
def queue() -> ResponseReturnValue:
    return desk()


@blueprint.post("/applications")
@require_roles(Role.STAFF)
def decide() -> ResponseReturnValue:
    """The step of the application that is open beside the list."""
    application = seen_application(request.args.get("open", ""))
    return take(APPLICATIONS, APPLICATIONS.step(request.args.get("step", "")), application, again)


def again(
    _kind: Kind,
    step: Step,
    _application: Application,
    form: Form,
    pin: Pin,
    code: int = 200,
    *,
    asks: bool = False,
) -> Response:
    """The form as it was sent, with what is to be corrected or looked at once more."""
    return desk(step, form, pin, code, asks=asks)


def desk(
    step: Step | None = None,
    form: Form | None = None,
    pin: Pin | None = None,
    code: int = 200,
    *,
    asks: bool = False,
) -> Response:
    wanted = Filter.read(request.args)
    counts = count_tabs(wanted)
    page = Page(rows_of(request.args), counts[wanted.tab], page_number())
    texts = list_words(wanted, page, counts) | opened(page.items, step, form, pin)
    return private_page((render_template("staff/queue.html", asks=asks, **texts), code))


def list_words(wanted: Filter, page: Page[Row], counts: dict[str, int]) -> dict[str, Any]:
    choices = filter_choices()
    gone = dict.fromkeys(("page", "open", "step"))
    return {
        "wanted": wanted,
        "tab_items": [
            (TAB_NAMES[tab], url_with(tab=tab, **gone), counts[tab], tab == wanted.tab)
            for tab in TABS
        ],
        "tab_name": TAB_NAMES[wanted.tab],
        "page": page,
        "choices": choices,
        "chosen": chips(wanted, choices),
        "export_address": export_address(),
        "may_act": may_act(),
        "now": ambient.now(),
        "words": words,
        "back": request.query_string.decode("utf-8", "replace"),
    }


def may_act() -> bool:
    """An auditor reads the queue; there is nothing to go through."""
    person = current_person()
    return person is not None and person.may(Role.STAFF)


def opened(
    rows: Sequence[Row], step: Step | None, form: Form | None, pin: Pin | None
) -> dict[str, Any]:
    """The application of ?open=, with the form that was sent, that of ?step= or the usual one.

    One that is gone meanwhile is as if it had not been asked for: the list stands without it.
    """
    try:
        application = seen_application(request.args.get("open", ""))
    except NotFound:
        return {"opened": None}
    look = look_words(application)
    following = next_of(application, [row.application.id for row in rows])
    found = {"opened": look, "next": following}
    offer = chosen_offer(look["offers"])
    step = step or (offer.step if offer else None)
    if step is None:
        return found
    return found | words_beside(APPLICATIONS, step, application, following, form, pin)


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
    gone = ("page", "open", "step")
    return [(label, url_with(**dict.fromkeys((name, *gone)))) for name, label in chosen]

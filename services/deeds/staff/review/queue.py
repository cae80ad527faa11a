"""The queue of deeds. One of them can be open beside the list, so that a person checks one after
the other without leaving the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Deed
from services.deeds.forms.lists import sector_rows
from services.deeds.handlers.queue import (
    PUBLIC,
    PUBLIC_SORTS,
    TABS,
    Filter,
    Row,
    all_rows,
    count_tabs,
)
from services.deeds.staff.review.actions import DEEDS, seen_deed
from services.deeds.staff.review.blueprint import blueprint
from services.deeds.staff.review.export import as_spreadsheet
from services.deeds.staff.review.looking import look_words
from services.deeds.staff.review.showing import shown_content
from services.deeds.staff.review.walking import page_of
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from shared import ambient
from shared.errors import NotFound
from shared.roles import Role
from shared.web.addresses import url_with
from shared.web.context import private_page
from shared.web.forms import Form
from shared.web.paging import Page
from shared.web.pin import Pin
from shared.web.session import current_person, require_roles
from shared.web.steps import Kind, Step, chosen_offer, next_of, take, words_beside


@blueprint.get("")
@require_roles(Role.STAFF)
def queue() -> ResponseReturnValue:
    return desk()


@blueprint.post("")
@require_roles(Role.STAFF)
def decide() -> ResponseReturnValue:
    """The step of the deed that is open beside the list."""
    deed = seen_deed(request.args.get("open", ""))
    return take(DEEDS, DEEDS.step(request.args.get("step", "")), deed, again)


def again(
    _kind: Kind,
    step: Step,
    _deed: Deed,
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
    page = page_of(request.args)
    texts = list_words(wanted, page) | opened(page.items, step, form, pin)
    return private_page((render_template("staff/deeds/queue.html", asks=asks, **texts), code))


def list_words(wanted: Filter, page: Page[Row]) -> dict[str, Any]:
    choices = filter_choices(wanted)
    return {
        "wanted": wanted,
        "tab_items": tab_items(wanted),
        "tab_name": words.TABS[wanted.tab],
        "page": page,
        "choices": choices,
        "sorts": [(sort, words.SORTS[sort]) for sort in PUBLIC_SORTS],
        "chosen": chips(wanted, choices),
        "export_address": export_address(),
        "may_act": may_act(),
        "seen": shown_content,
        "now": ambient.now(),
        "words": words,
        "deed_words": deed_words,
        "back": request.query_string.decode("utf-8", "replace"),
    }


def tab_items(wanted: Filter) -> list[tuple[Any, str, int, bool]]:
    counts = count_tabs(wanted)
    gone = dict.fromkeys(("page", "state", "sort", "open", "step", "number"))
    return [
        (words.TABS[tab], url_with(tab=tab, **gone), counts[tab], tab == wanted.tab) for tab in TABS
    ]


def may_act() -> bool:
    """An auditor reads the queue; there is nothing to go through."""
    person = current_person()
    return person is not None and person.may(Role.STAFF)


def opened(
    rows: Sequence[Row], step: Step | None, form: Form | None, pin: Pin | None
) -> dict[str, Any]:
    """The deed of ?open=, with the form that was sent, that of ?step= or the usual one.

    One that is gone meanwhile is as if it had not been asked for: the list stands without it.
    """
    try:
        deed = seen_deed(request.args.get("open", ""))
    except NotFound:
        return {"opened": None}
    look = look_words(deed)
    following = next_of(deed, [row.deed.id for row in rows])
    found = {"opened": look, "next": following}
    offer = chosen_offer(look["offers"])
    step = step or (offer.step if offer else None)
    if step is None:
        return found
    return found | words_beside(DEEDS, step, deed, following, form, pin)


@blueprint.get("/export.csv")
@require_roles(Role.STAFF)
def export() -> ResponseReturnValue:
    """All rows of the filter, not only the page shown."""
    rows = all_rows(Filter.read(request.args))
    answer = Response(stream_with_context(as_spreadsheet(rows)), mimetype="text/csv")
    name = f"kunteko-deeds-{ambient.today().isoformat()}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def export_address() -> str:
    query = request.query_string.decode("utf-8", "replace")
    return url_for("staff_review.export") + ("?" + query if query else "")


def filter_choices(wanted: Filter) -> dict[str, list[tuple[str, str]]]:
    states = TABS[wanted.tab] if wanted.tab != PUBLIC else ()
    names = [(state, deed_words.state_name(state)) for state in states]
    return {"state": names, "sector": sector_rows()}


def chips(wanted: Filter, choices: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """What narrows the list, each with an address where it does not."""
    chosen = [("search", f"“{wanted.search}”")] if wanted.search else []
    for name, rows in choices.items():
        value = getattr(wanted, name)
        if value:
            chosen.append((name, dict(rows).get(value, value)))
    if wanted.overdue:
        chosen.append(("overdue", _("Overdue only")))
    return [(label, url_with(**{name: None, "page": None, "open": None})) for name, label in chosen]

"""The office's side of partner searches: the list, each announcement, its check."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.deeds.documents import PartnerSearch
from services.deeds.forms.lists import theme_rows
from services.deeds.forms.partners import (
    ConfirmForm,
    CorrectBeforePublishingForm,
    CorrectForm,
    DeclineForm,
)
from services.deeds.handlers import partners
from services.deeds.handlers.worklists import WorkList
from services.deeds.staff.cases import case_words, list_words
from services.deeds.words.partners import TABS, WORDS, announcement_facts
from services.deeds.workflow.partner import (
    DECLINED,
    ENDED,
    EXPIRED,
    OPEN,
    PARTNER,
    SUBMITTED,
    UNCONFIRMED,
)
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import FormSchema
from shared.web.session import require_roles
from shared.web.steps import Kind, Step, person_line, step_views

blueprint = Blueprint("staff_partners", __name__, url_prefix="/staff/partners")
LIST = WorkList(
    PartnerSearch,
    {
        "check": (SUBMITTED,),
        "open": (OPEN,),
        "unconfirmed": (UNCONFIRMED,),
        "closed": (ENDED, DECLINED, EXPIRED),
        "all": PARTNER.states,
    },
)


def correction(search: PartnerSearch) -> type[FormSchema]:
    return CorrectBeforePublishingForm if search.state == SUBMITTED else CorrectForm


def as_it_stands(search: PartnerSearch) -> dict[str, Any]:
    told = {name: getattr(search, name) for name in partners.TOLD}
    return {**told, "ends_on": date.fromisoformat(search.ends_on)}


STEPS = (
    Step(
        "publish",
        ConfirmForm,
        _l("Publish the announcement"),
        _l("Publish"),
        lambda search, _given, by, pin: partners.publish_search(search, by=by, pin=pin),
        intro=_l("It will stand among the partner searches until its last day."),
    ),
    Step(
        "correct",
        correction,
        _l("Correct the announcement"),
        _l("Save the corrections"),
        lambda search, given, by, pin: partners.correct_search(search, given, by=by, pin=pin),
        as_it_stands,
        lambda search: {"themes": theme_rows(search.themes)},
        intro=_l(
            "Mend typing errors and the like. Each change stays in the history word for word."
        ),
        kind="secondary",
    ),
    Step(
        "decline",
        DeclineForm,
        _l("Do not publish"),
        _l("Do not publish"),
        lambda search, given, by, pin: partners.decline_search(search, **given, by=by, pin=pin),
        kind="danger",
    ),
    Step(
        "end",
        ConfirmForm,
        _l("End the announcement"),
        _l("End the announcement"),
        lambda search, _given, by, pin: partners.end_search(search, by=by, pin=pin),
        intro=_l("Readers no longer see it, and it can no longer be answered."),
        kind="danger",
    ),
)


SEARCHES = Kind(
    "/staff/partners",
    _l("Partner searches"),
    WORDS,
    STEPS,
    partners.search_by_id,
    lambda search: f"{search.reference} · {search.organisation}",
    lambda search: {Role.AUTHOR: person_line(search.author)},
    layout="layouts/market_staff.html",
)


@blueprint.get("")
@require_roles(Role.STAFF)
def index() -> ResponseReturnValue:
    asked = request.args.get("tab", "")
    return render_template("staff/partners/list.html", **list_words(SEARCHES, LIST, asked, TABS))


@blueprint.get("/<search_id>")
@require_roles(Role.STAFF)
def case(search_id: str) -> ResponseReturnValue:
    search = partners.search_by_id(search_id)
    page = render_template(
        "staff/partners/case.html",
        facts=announcement_facts(search),
        **case_words(SEARCHES, search),
    )
    return private_page(page)


@blueprint.route("/<search_id>/<slug>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def step(search_id: str, slug: str) -> ResponseReturnValue:
    return step_views(SEARCHES, search_id, slug)

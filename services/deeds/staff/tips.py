"""The office's side of tips: the list, each tip, inviting its people to tell."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Tip
from services.deeds.forms.lists import LANGUAGE_ROWS
from services.deeds.forms.tips import TITLE_MAX, CalledForm, DismissForm, InviteForm
from services.deeds.handlers import tips
from services.deeds.handlers.worklists import WorkList
from services.deeds.staff.cases import case_words, list_words
from services.deeds.words.deed import STATES as DEED_STATES
from services.deeds.words.tips import TABS, WORDS, proposed_message
from services.deeds.workflow.tip import DISMISSED, FOLLOWED, INVITED, RECEIVED, TIP
from shared.roles import Role
from shared.settings import LANGUAGES
from shared.web.context import private_page
from shared.web.session import require_roles
from shared.web.steps import Kind, Step, person_line, step_views

blueprint = Blueprint("staff_tips", __name__, url_prefix="/staff/tips")
LIST = WorkList(
    Tip,
    {
        "look": (RECEIVED,),
        "invited": (INVITED,),
        "followed": (FOLLOWED,),
        "dismissed": (DISMISSED,),
        "all": TIP.states,
    },
)


def first_invitation(tip: Tip) -> dict[str, Any]:
    """The message is proposed in the language that the address asks for."""
    asked = request.args.get("language", "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    with force_locale(language):
        message = proposed_message(shortened(tip.about))
    return {
        "language": language,
        "message": message,
        "title": shortened(tip.about),
        "organisation": tip.organisation,
    }


def next_invitation(tip: Tip) -> dict[str, Any]:
    return {**first_invitation(tip), **tip.invited, "message": tip.message}


def shortened(about: str) -> str:
    """The first sentence, or as many of its words as a name may have."""
    first = re.split(r"(?<=[^\s.])[.!?](?:\s|$)|\n", about.strip(), maxsplit=1)[0]
    if len(first) <= TITLE_MAX:
        return first
    return first[:TITLE_MAX].rpartition(" ")[0] or first[:TITLE_MAX]


def parties(tip: Tip) -> dict[Role, str]:
    """Before anybody has been invited only the form knows whom."""
    return {Role.AUTHOR: person_line(tip.invited) or str(_l("the person whom you invite"))}


STEPS = (
    Step(
        "invite",
        InviteForm,
        _l("Invite the people of the deed"),
        _l("Send the invitation"),
        lambda tip, given, by, pin: tips.invite_people(tip, "invite", given, by=by, pin=pin),
        first_invitation,
        note="staff/tips/_languages.html",
    ),
    Step(
        "invite_again",
        InviteForm,
        _l("Invite again"),
        _l("Send the invitation"),
        lambda tip, given, by, pin: tips.invite_people(tip, "invite_again", given, by=by, pin=pin),
        next_invitation,
    ),
    Step(
        "called",
        CalledForm,
        _l("Note that you have called"),
        _l("Save the note"),
        lambda tip, given, by, pin: tips.note_call(tip, **given, by=by, pin=pin),
        kind="secondary",
    ),
    Step(
        "dismiss",
        DismissForm,
        _l("Put the tip aside"),
        _l("Put the tip aside"),
        lambda tip, given, by, pin: tips.dismiss_tip(tip, **given, by=by, pin=pin),
        kind="danger",
    ),
)
TIPS = Kind(
    "/staff/tips",
    _l("Tips"),
    WORDS,
    STEPS,
    tips.tip_by_id,
    lambda tip: f"{tip.reference} · {tip.organisation}",
    parties,
    layout="layouts/market_staff.html",
)


@blueprint.context_processor
def languages() -> dict[str, Any]:
    return {"languages": LANGUAGE_ROWS}


@blueprint.get("")
@require_roles(Role.STAFF)
def index() -> ResponseReturnValue:
    return render_template(
        "staff/tips/list.html", **list_words(TIPS, LIST, request.args.get("tab", ""), TABS)
    )


@blueprint.get("/<tip_id>")
@require_roles(Role.STAFF)
def case(tip_id: str) -> ResponseReturnValue:
    tip = tips.tip_by_id(tip_id)
    page = render_template(
        "staff/tips/case.html",
        deed=tips.deed_of(tip),
        deed_states=DEED_STATES,
        **case_words(TIPS, tip),
    )
    return private_page(page)


@blueprint.route("/<tip_id>/<slug>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def step(tip_id: str, slug: str) -> ResponseReturnValue:
    return step_views(TIPS, tip_id, slug)

"""The pages on which the office decides on a deed."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_by_id
from services.deeds.handlers.queue import is_seen
from services.deeds.staff.review.blueprint import HOME, blueprint
from services.deeds.staff.review.showing import shown_content
from services.deeds.staff.review.steps import STEPS, kept_deed
from services.deeds.staff.review.story import teller
from services.deeds.staff.review.walking import where_next
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from shared.errors import NotFound
from shared.roles import Role
from shared.web.session import require_roles
from shared.web.steps import CaseWords, Kind, person_line, step_views


def seen_deed(deed_id: str) -> Deed:
    """Raises NotFound, also for a draft that nobody has asked help with: it is its author's own."""
    deed = deed_by_id(deed_id)
    if not is_seen(deed):
        raise NotFound(f"deed {deed_id} is not the office's yet")
    return deed


def called(deed: Deed) -> str:
    named = f"{deed.reference} {shown_content(deed).get('title', '')}".strip()
    return named or _("No name yet")


DEEDS = Kind(
    HOME,
    _l("Deeds"),
    CaseWords(deed_words.STATES, words.TASKS, words.REFUSALS, teller),
    STEPS,
    seen_deed,
    called,
    lambda deed: {Role.AUTHOR: person_line(deed.author)},
    layout="layouts/market_staff.html",
    leads_to=where_next,
)


@blueprint.context_processor
def what_notes_show() -> dict[str, Any]:
    return {"kept_deed": kept_deed, "seen": shown_content}


@blueprint.route("/<deed_id>/<slug>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def step(deed_id: str, slug: str) -> ResponseReturnValue:
    return step_views(DEEDS, deed_id, slug)

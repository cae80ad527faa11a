"""A draft behind its address, and what all pages of the form have."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Application
from services.applications.handlers import drafts
from services.applications.links.through import application_behind, link_of, over
from services.applications.workflow import DRAFT, EXPIRED
from shared.links import make_link
from shared.web.context import current_settings, private_page

blueprint = Blueprint("public", __name__, url_prefix="/sparring")
CHECK = "check"


def address(draft: Application, page: str) -> str:
    """The page of this draft. The address is its key: whoever has it can go on filling in."""
    return f"/sparring/apply/{make_link(current_settings(), 'draft', draft.id)}/{page}"


class DraftGone(Exception):
    """The link is ours, but the draft has been deleted."""


class DraftSent(Exception):
    """The link is old, and its draft was sent long ago: (link, application, token)."""


def read_draft(token: str) -> Application:
    """Also when it is a draft no more. Raises LinkForged, DraftGone, DraftSent."""
    link, expired = link_of("draft", token)
    application = application_behind(link)
    if application is None or application.state == EXPIRED:
        raise DraftGone
    # a draft's own timer says when its time is over
    if expired and application.state != DRAFT:
        raise DraftSent(link, application, token)
    return application


@blueprint.errorhandler(DraftGone)
def draft_gone(_error: Exception) -> ResponseReturnValue:
    return private_page((render_template("public/expired.html"), 410))


@blueprint.errorhandler(DraftSent)
def draft_sent(error: Exception) -> ResponseReturnValue:
    return over(*error.args)


def draft_page(
    template: str, token: str, draft: Application, status: int = 200, **context: Any
) -> ResponseReturnValue:
    page = render_template(
        template, token=token, draft=draft, words=words, warn=needs_both_groups(draft), **context
    )
    return private_page((page, status))


def needs_both_groups(draft: Application) -> bool:
    return "participants" in draft.filled and not draft.is_cooperative


def steps_of(draft: Application, token: str, current: str) -> list[tuple[str, str, str | None]]:
    def state(section: str) -> str:
        return "current" if section == current else "done" if section in draft.filled else "ahead"

    rows: list[tuple[str, str, str | None]] = [
        (str(words.SECTIONS[section]), state(section), f"/sparring/apply/{token}/{section}")
        for section in drafts.SECTIONS
    ]
    return [*rows, (_("Check and send"), "current" if current == CHECK else "ahead", None)]


def moved_on(draft: Application, token: str) -> ResponseReturnValue | None:
    """Where a draft's link leads when it is a draft no more."""
    if draft.state == DRAFT:
        return None
    return private_page(redirect(f"/sparring/apply/{token}/sent", 303))


def wants_to_stop() -> bool:
    """The other button was pressed: to go on some other day."""
    return request.form.get("then") == "keep"


def after_saving(draft: Application, token: str, section: str) -> str:
    """The next page; the same one when the answer deserves a word at once; `keep` when asked."""
    here = f"/sparring/apply/{token}"
    if wants_to_stop():
        return f"{here}/keep"
    if section == "participants" and needs_both_groups(draft):
        return f"{here}/participants"
    if request.args.get("back") == CHECK and all(name in draft.filled for name in drafts.SECTIONS):
        return f"{here}/{CHECK}"
    following = drafts.SECTIONS.index(section) + 1
    return f"{here}/{drafts.SECTIONS[following] if following < len(drafts.SECTIONS) else CHECK}"

"""A draft behind its address, and what all pages of the form have."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Application
from services.applications.handlers import drafts
from services.applications.workflow import DRAFT, EXPIRED
from shared.errors import LinkExpired, NotFound
from shared.links import make_link, read_link
from shared.web.context import current_settings, private_page

blueprint = Blueprint("public", __name__, url_prefix="/sparring")
CHECK = "check"


def address(draft: Application, page: str) -> str:
    """The page of this draft. The address is its key: whoever has it can go on filling in."""
    return f"/sparring/apply/{make_link(current_settings(), 'draft', draft.id)}/{page}"


def read_draft(token: str) -> Application:
    """Raises LinkForged, LinkExpired, DraftGone."""
    link = read_link(current_settings(), "draft", token)
    try:
        return drafts.application_by_id(link.case_id)
    except NotFound as error:
        raise DraftGone from error


class DraftGone(Exception):
    """The link is ours, but the draft has been deleted."""


@blueprint.errorhandler(DraftGone)
@blueprint.errorhandler(LinkExpired)
def draft_gone(_error: Exception) -> ResponseReturnValue:
    return private_page((render_template("public/expired.html"), 410))


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
    if draft.state == EXPIRED:
        raise DraftGone
    return redirect(f"/sparring/apply/{token}/sent", 303)


def after_saving(draft: Application, token: str, section: str) -> str:
    """The next page; the same one when the answer deserves a word at once; `keep` when asked."""
    here = f"/sparring/apply/{token}"
    if request.form.get("then") == "keep":
        return f"{here}/keep"
    if section == "participants" and needs_both_groups(draft):
        return f"{here}/participants"
    if request.args.get("back") == CHECK and all(name in draft.filled for name in drafts.SECTIONS):
        return f"{here}/{CHECK}"
    following = drafts.SECTIONS.index(section) + 1
    return f"{here}/{drafts.SECTIONS[following] if following < len(drafts.SECTIONS) else CHECK}"

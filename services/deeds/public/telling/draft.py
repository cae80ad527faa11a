"""A draft behind its address, which is its key: whoever has it can go on writing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_by_id
from services.deeds.workflow.deed import DRAFT, EXPIRED
from shared.errors import LinkExpired, NotFound
from shared.links import make_link, read_link
from shared.web.context import current_settings, private_page

blueprint = Blueprint("telling", __name__, url_prefix="/deeds")
View = Callable[[Deed, str], ResponseReturnValue]


class DraftGone(Exception):
    """The link is ours, but the draft has been deleted."""


@blueprint.errorhandler(DraftGone)
def draft_gone(_error: Exception) -> ResponseReturnValue:
    return private_page((render_template("public/tell/gone.html"), 410))


def draft_address(draft: Deed, page: str = "") -> str:
    return f"/deeds/draft/{make_link(current_settings(), 'deed-draft', draft.id)}{page}"


def read_draft(token: str) -> Deed:
    """Also when it is a draft no more. Raises LinkForged, DraftGone."""
    try:
        link = read_link(current_settings(), "deed-draft", token)
    except LinkExpired as error:
        link = error.link  # the draft's own timer says when its time is over
    try:
        deed = deed_by_id(link.case_id)
    except NotFound as error:
        raise DraftGone from error
    if deed.state == EXPIRED:
        raise DraftGone
    return deed


def with_draft(view: View) -> Callable[[str], ResponseReturnValue]:
    """A page of the draft; once it is sent, all of them lead to the page that says so."""

    @wraps(view)
    def guarded(token: str) -> ResponseReturnValue:
        draft = read_draft(token)
        if draft.state != DRAFT:
            return private_page(redirect(f"/deeds/draft/{token}/sent", 303))
        return private_page(view(draft, token))

    return guarded


def tell_page(
    page: str, token: str, draft: Deed, status: int = 200, **context: Any
) -> ResponseReturnValue:
    text = render_template(
        f"public/tell/{page}.html", here=f"/deeds/draft/{token}", draft=draft, **context
    )
    return text, status

"""From a link to the deed behind it; old links still say how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Deed
from services.deeds.handlers.authoring import request_link
from services.deeds.handlers.finding import deed_by_id
from services.deeds.words import authoring as words
from services.deeds.workflow import DEED
from services.deeds.workflow.deed import UNCONFIRMED
from shared.errors import LinkExpired, NotFound
from shared.links import Link, make_link, read_link
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.fresh_link import hourly_key, masked

blueprint = Blueprint("deed_links", __name__, url_prefix="/deeds")
View = Callable[[Deed, str], ResponseReturnValue]
CONFIRM = "deed-confirm"
PURPOSES = {"mine": "deed", "confirm": CONFIRM}  # part of the address → purpose of the link


def superseded(link: Link, deed: Deed) -> bool:
    """Made for somebody who is no longer the author."""
    return link.recipient != deed.author.get("email")


def mine(deed: Deed, page: str = "") -> str:
    """The author's page of the deed."""
    token = make_link(current_settings(), "deed", deed.id, deed.author.get("email", ""))
    return f"/deeds/mine/{token}{page}"


def through(purpose: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the deed behind a link; old links get a page that says how things stand, and a
    link for confirming leads on once the address has been confirmed."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            try:
                link = read_link(current_settings(), purpose, token)
            except LinkExpired as error:
                return over(error.link, token)
            try:
                deed = deed_by_id(link.case_id)
            except NotFound:
                return over(link, token)
            if superseded(link, deed):
                return over(link, token)
            if purpose == CONFIRM and deed.state != UNCONFIRMED:
                return private_page(redirect(mine(deed), 303))
            return private_page(view(deed, token))

        return guarded

    return decorate


def over(link: Link, token: str) -> ResponseReturnValue:
    """How the deed stands, to its author; to all others that the link is over, and why."""
    deed = Deed.objects(id=link.case_id).first()
    known = deed is not None and not superseded(link, deed)
    page = render_template(
        "links/deed/over.html",
        why="gone" if deed is None else "expired" if known else "superseded",
        deed=deed if known else None,
        words=words,
        fresh=fresh_address(link, token) if known and may_ask(deed) else "",
    )
    return private_page((page, 410))


def may_ask(deed: Deed) -> bool:
    return any(row.action == "request_link" for row in DEED.open_to(deed.state, [Role.AUTHOR]))


def fresh_address(link: Link, token: str) -> str:
    place = next(place for place, purpose in PURPOSES.items() if purpose == link.purpose)
    return f"/deeds/{place}/{token}/fresh"


@blueprint.post("/<any(mine, confirm):place>/<token>/fresh")
def fresh(place: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address the old one was made for: at most one an hour."""
    try:
        link = read_link(current_settings(), PURPOSES[place], token)
    except LinkExpired as error:
        link = error.link
    deed = Deed.objects(id=link.case_id).first()
    if deed is None or superseded(link, deed) or not may_ask(deed):
        return over(link, token)
    key = hourly_key(token)
    # what is still to be confirmed is confirmed first, whichever link was asked with
    purpose = CONFIRM if deed.state == UNCONFIRMED else "deed"
    request_link(deed, purpose=purpose, recipient=link.recipient, key=key)
    page = render_template("links/deed/fresh.html", recipient=masked(link.recipient))
    return private_page(page)

"""From a link to the partner search behind it; old links still say how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import PartnerSearch
from services.deeds.handlers.partners import request_link
from services.deeds.words.partners import STANDING
from services.deeds.workflow.partner import PARTNER
from shared.errors import LinkExpired
from shared.links import Link, make_link, read_link
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.fresh_link import masked

blueprint = Blueprint("partner_links", __name__, url_prefix="/partners")
View = Callable[[PartnerSearch, str], ResponseReturnValue]
PURPOSES = {"confirm": "partner-confirm", "mine": "partner"}  # by part of the address


def through(place: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the search behind a link; old links get a page that says how things stand."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            try:
                link = read_link(current_settings(), PURPOSES[place], token)
            except LinkExpired as error:
                return over(error.link, f"/partners/{place}/{token}", expired=True)
            search = search_of(link)
            if search is None:
                return over(link, f"/partners/{place}/{token}")
            return private_page(view(search, token))

        return guarded

    return decorate


def search_of(link: Link) -> PartnerSearch | None:
    """None when it has been deleted, or the link was made for an address that it no longer has."""
    search: PartnerSearch | None = PartnerSearch.objects(id=link.case_id).first()
    return search if search and search.author.get("email") == link.recipient else None


def over(link: Link, here: str, *, expired: bool = False) -> ResponseReturnValue:
    search = search_of(link)
    page = render_template(
        "links/partner/over.html",
        search=search,
        expired=expired,
        standing=STANDING[search.state] if search else "",
        fresh=f"{here}/fresh" if search and may_ask(search) else "",
    )
    return private_page((page, 410))


def may_ask(search: PartnerSearch) -> bool:
    return "request_link" in actions_of(search)


def actions_of(search: PartnerSearch) -> set[str]:
    return {row.action for row in PARTNER.open_to(search.state, [Role.AUTHOR])}


def mine(search: PartnerSearch) -> str:
    """The address of the author's page."""
    return "/partners/mine/" + make_link(
        current_settings(), "partner", search.id, search.author["email"]
    )


@blueprint.post("/<any(confirm, mine):place>/<token>/fresh")
def fresh(place: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address the old one was made for: at most one an hour."""
    try:
        link = read_link(current_settings(), PURPOSES[place], token)
    except LinkExpired as error:
        link = error.link
    search = search_of(link)
    if search is None or not may_ask(search):
        return over(link, f"/partners/{place}/{token}")
    request_link(search)
    return private_page(
        render_template("links/partner/fresh.html", recipient=masked(link.recipient))
    )

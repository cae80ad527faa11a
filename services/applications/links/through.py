"""From a link to the case behind it; old links still say how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.applications import words
from services.applications.documents import Application
from services.applications.handlers import orders
from services.applications.links.acting import actions_of
from shared.errors import LinkExpired
from shared.links import Link, read_link
from shared.roles import Role
from shared.web.context import current_settings, private_page
from shared.web.fresh_link import hourly_key, masked

blueprint = Blueprint("links", __name__, url_prefix="/sparring")
View = Callable[[Application, str], ResponseReturnValue]
# links that go from hand to hand: what is fresh goes to the contact person
FOR_NOBODY = ("draft", "feedback")


def through(purpose: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the application behind a link; old links get a page that says how things stand."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            link, expired = link_of(purpose, token)
            application = application_behind(link)
            if expired or application is None or superseded(link, application):
                return over(link, application, token)
            return private_page(view(application, token))

        return guarded

    return decorate


def link_of(purpose: str, token: str) -> tuple[Link, bool]:
    """And whether its time is over. Raises LinkForged."""
    try:
        return read_link(current_settings(), purpose, token), False
    except LinkExpired as error:
        expired: Link = error.link
        return expired, True


def application_behind(link: Link) -> Application | None:
    """None when it has been deleted."""
    found: Application | None = Application.objects(id=link.case_id).first()
    return found


def superseded(link: Link, application: Application) -> bool:
    """A link of an earlier order, or for somebody who is no longer a party of the case."""
    earlier = link.purpose == "order" and link.step != str(application.order)
    return earlier or not is_party(link, application)


def is_party(link: Link, application: Application) -> bool:
    party = application.expert if link.purpose == "order" else application.contact
    return link.purpose in FOR_NOBODY or link.recipient == party.get("email")


def over(link: Link, application: Application | None, token: str) -> ResponseReturnValue:
    """How the case stands, to a party of it; to all others that the link is over, and why."""
    known = application if application and is_party(link, application) else None
    page = render_template(
        "public/link_over.html",
        application=known,
        standing=standing_of(link, known) if known else "",
        why=why_over(link, application),
        purpose=link.purpose,
        fresh=f"/sparring/{link.purpose}/{token}/fresh" if known and has_more(link, known) else "",
    )
    return private_page((page, 410))


def standing_of(link: Link, application: Application) -> Any:
    """In words for whoever has the link."""
    if link.purpose == "order":
        return words.ORDER_STATES[application.state][0]
    if link.purpose == "feedback":
        return words.STATES[application.state][0]
    return words.STANDING[application.state]


def why_over(link: Link, application: Application | None) -> str:
    if application is None:
        return "gone"
    if not is_party(link, application):
        return "another"
    if superseded(link, application):
        return "newer"
    return "not_held" if link.purpose == "feedback" and not has_more(link, application) else "old"


def has_more(link: Link, application: Application) -> bool:
    """Whether a fresh link would open something."""
    if link.purpose == "feedback":
        return "give_feedback" in actions_of(application, Role.PARTICIPANT)
    role = Role.EXPERT if link.purpose == "order" else Role.APPLICANT
    return "request_link" in actions_of(application, role)


@blueprint.post("/<any(status, order, feedback, draft):purpose>/<token>/fresh")
def fresh(purpose: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to whom the old one was made for: at most one an hour."""
    link, _expired = link_of(purpose, token)
    application = application_behind(link)
    if application is None or not (is_party(link, application) and has_more(link, application)):
        return over(link, application, token)
    recipient = application.contact["email"] if purpose in FOR_NOBODY else link.recipient
    key = hourly_key(token)
    # a draft that has been sent has no more pages: its application has
    opens = "status" if purpose == "draft" else purpose
    orders.request_link(application, purpose=opens, recipient=recipient, key=key)
    page = render_template(
        "public/fresh.html",
        recipient=masked(recipient),
        to_contact=purpose in FOR_NOBODY,
    )
    return private_page(page)

"""From a link to the case behind it; old links still say how things stand."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.applications import words
from services.applications.documents import Application
from services.applications.handlers import drafts, orders
from shared import ambient
from shared.errors import LinkExpired
from shared.links import Link, read_link
from shared.web.context import current_settings, private_page

blueprint = Blueprint("links", __name__, url_prefix="/sparring")
View = Callable[[Application, str], ResponseReturnValue]


def superseded(link: Link, application: Application) -> bool:
    """A link of an earlier order, or for somebody who is no longer the contact person."""
    if link.purpose == "order":
        return link.step != str(application.order) or link.recipient != application.expert.get(
            "email"
        )
    return link.purpose == "status" and link.recipient != application.contact.get("email")


def through(purpose: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the application behind a link; old links get a page that says how things stand."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            try:
                link = read_link(current_settings(), purpose, token)
            except LinkExpired as error:
                return over(purpose, token, error.link, "expired")
            application = drafts.application_by_id(link.case_id)
            if superseded(link, application):
                return over(purpose, token, link, "superseded")
            return private_page(view(application, token))

        return guarded

    return decorate


def over(purpose: str, token: str, link: Link, why: str) -> ResponseReturnValue:
    application = drafts.application_by_id(link.case_id)
    page = render_template(
        "public/link_over.html",
        application=application,
        standing=words.STANDING[application.state],
        purpose=purpose,
        token=token,
        why=why,
        fresh=why == "expired" and bool(link.recipient) and not superseded(link, application),
    )
    return private_page((page, 410))


@blueprint.post("/<any(status, order):purpose>/<token>/fresh")
def fresh(purpose: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address the old one was made for: at most one an hour."""
    try:
        link = read_link(current_settings(), purpose, token)
    except LinkExpired as error:
        link = error.link
    application = drafts.application_by_id(link.case_id)
    if superseded(link, application):
        return over(purpose, token, link, "superseded")
    key = hashlib.sha256(token.encode()).hexdigest()[:24] + f"{ambient.now():%Y%m%d%H}"
    orders.request_link(application, purpose=purpose, recipient=link.recipient, key=key)
    return private_page(render_template("public/fresh.html", recipient=masked(link.recipient)))


def masked(email: str) -> str:
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"

"""Leaving: one click, from a mail program's own button too (RFC 8058). Looking never leaves."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from services.notifications.handlers import subscriptions
from services.notifications.public.blueprint import pages
from services.notifications.public.through import link_of, subscriber_of
from shared.web.context import private_page
from shared.web.limits import without_limit
from shared.web.security import open_to_other_sites


@pages.get("/leave/<token>")
def show_end(token: str) -> ResponseReturnValue:
    """An old link leaves too: nobody has to ask for a fresh one in order to go."""
    link, _expired = link_of("mine", token)
    subscriber = subscriber_of(link)
    if subscriber is None or not subscriber.email:
        return left_page(link.recipient)
    page = render_template("public/leave.html", token=token, email=subscriber.email)
    return private_page(page)


@pages.post("/leave/<token>")
@open_to_other_sites
@without_limit  # a mail provider's machines press for all who read their mail there
def end(token: str) -> ResponseReturnValue:
    """The address of the page is the secret. Harmless to repeat."""
    link, _expired = link_of("mine", token)
    subscriber = subscriber_of(link)
    if subscriber is not None:
        subscriptions.leave(subscriber)
    return left_page(link.recipient)


def left_page(email: str) -> ResponseReturnValue:
    return private_page(render_template("public/left.html", email=email))

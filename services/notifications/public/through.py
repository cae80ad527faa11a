"""From a link to the subscriber behind it; an old link still says how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import render_template
from flask.typing import ResponseReturnValue

from services.notifications.documents import Subscriber
from services.notifications.handlers.subscriptions import send_link
from services.notifications.public.blueprint import pages
from services.notifications.workflow.subscriber import SUBSCRIBED, UNCONFIRMED, UNREACHABLE
from shared.errors import LinkExpired
from shared.links import Link, make_link, read_link
from shared.web.context import current_settings, private_page
from shared.web.fresh_link import masked

PATH = "/subscriptions"
PURPOSES = {"confirm": "subscribe", "mine": "subscription"}  # by part of the address
View = Callable[[Subscriber, str], ResponseReturnValue]


def through(place: str, *states: str) -> Callable[[View], Callable[[str], ResponseReturnValue]]:
    """A view of the subscriber behind a link, in one of the states; `over` for all others."""

    def decorate(view: View) -> Callable[[str], ResponseReturnValue]:
        @wraps(view)
        def guarded(token: str) -> ResponseReturnValue:
            link, expired = link_of(place, token)
            subscriber = subscriber_of(link)
            if expired or subscriber is None or subscriber.state not in states:
                return over(subscriber, f"{PATH}/{place}/{token}", expired=expired)
            return private_page(view(subscriber, token))

        return guarded

    return decorate


def link_of(place: str, token: str) -> tuple[Link, bool]:
    """And whether its time is over. Raises LinkForged."""
    try:
        return read_link(current_settings(), PURPOSES[place], token), False
    except LinkExpired as error:
        expired: Link = error.link
        return expired, True


def subscriber_of(link: Link) -> Subscriber | None:
    found: Subscriber | None = Subscriber.objects(id=link.case_id).first()
    return found


def over(subscriber: Subscriber | None, here: str, *, expired: bool) -> ResponseReturnValue:
    state = subscriber.state if subscriber else ""
    page = render_template(
        "public/link_over.html",
        state=state,
        expired=expired,
        fresh=f"{here}/fresh" if state in (UNCONFIRMED, SUBSCRIBED, UNREACHABLE) else "",
    )
    return private_page((page, 410))


@pages.post("/<any(confirm, mine):place>/<token>/fresh")
def fresh(place: str, token: str) -> ResponseReturnValue:
    """Mail a fresh link to the address the old one was made for: at most one an hour."""
    link, expired = link_of(place, token)
    subscriber = subscriber_of(link)
    if subscriber is None or not subscriber.email:
        return over(subscriber, f"{PATH}/{place}/{token}", expired=expired)
    send_link(subscriber)
    return private_page(render_template("public/fresh.html", recipient=masked(subscriber.email)))


def token_for(purpose: str, subscriber: Subscriber) -> str:
    return make_link(current_settings(), purpose, subscriber.id, subscriber.email)


def own_page(subscriber: Subscriber) -> str:
    """The address of the subscriber's page."""
    return f"{PATH}/mine/{token_for('subscription', subscriber)}"

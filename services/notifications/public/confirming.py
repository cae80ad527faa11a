"""The owner of the address confirms what was asked with it."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Subscriber
from services.notifications.handlers.subscriptions import confirm, find_subscriber
from services.notifications.handlers.subscriptions import waits_for_confirmation as waits
from services.notifications.public.blueprint import pages
from services.notifications.public.through import own_page, through, token_for
from services.notifications.words import subscriptions as words
from services.notifications.workflow.subscriber import SUBSCRIBED, UNCONFIRMED
from shared.errors import Conflict
from shared.web.pin import fresh_pin, read_pin


@pages.get("/confirm/<token>")
@through("confirm", UNCONFIRMED, SUBSCRIBED)
def show_confirm(subscriber: Subscriber, token: str) -> ResponseReturnValue:
    return confirm_page(subscriber, token)


@pages.post("/confirm/<token>")
@through("confirm", UNCONFIRMED, SUBSCRIBED)
def confirmed(subscriber: Subscriber, token: str) -> ResponseReturnValue:
    try:
        subscriber = confirm(subscriber, read_pin())
    except Conflict:
        changed = _("Something else has been asked since you opened the page. Check it once more.")
        return confirm_page(find_subscriber(subscriber.id), token, changed), 409
    flash(_("Thank you, your address is confirmed."), "success")
    return redirect(own_page(subscriber), 303)


def confirm_page(subscriber: Subscriber, token: str, changed: str = "") -> str:
    return render_template(
        "public/confirm.html",
        subscriber=subscriber,
        token=token,
        changed=changed,
        waits=waits(subscriber),
        pin=fresh_pin(subscriber.version),
        words=words,
        leaving=f"/subscriptions/leave/{token_for('subscription', subscriber)}",
    )

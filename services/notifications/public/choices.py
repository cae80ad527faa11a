"""A subscriber's own page: what they get, in which language, what we know of them."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.notifications.documents import Subscriber
from services.notifications.forms.subscriptions import (
    KIND_ROWS,
    ChoicesForm,
    ContactChoicesForm,
    WishesForm,
)
from services.notifications.handlers.subscriptions import choose, send_wishes
from services.notifications.public.blueprint import pages
from services.notifications.public.through import own_page, through, token_for
from services.notifications.words import subscriptions as words
from services.notifications.workflow.bulletin import NEWSLETTER
from services.notifications.workflow.subscriber import SUBSCRIBED
from shared.web.acting import acted
from shared.web.forms import Form
from shared.web.pin import Pin, fresh_pin, read_pin

FIELDS = ("kinds", "language", "name", "organisation", "position")


@pages.route("/mine/<token>", methods=["GET", "POST"])
@through("mine", SUBSCRIBED)
def mine(subscriber: Subscriber, token: str) -> ResponseReturnValue:
    pin = pin_of(subscriber)
    is_contact = bool(subscriber.organisation)
    rows = KIND_ROWS.values() if is_contact else [KIND_ROWS[NEWSLETTER]]

    def page(form: Form) -> str:
        return render_template(
            "public/mine.html",
            subscriber=subscriber,
            is_contact=is_contact,
            token=token,
            confirming=f"/subscriptions/confirm/{token_for('subscribe', subscriber)}",
            form=form,
            pin=again(pin, subscriber, form),
            words=words,
        )

    return acted(
        own_page(subscriber),
        ContactChoicesForm if is_contact else ChoicesForm,
        lambda given: choose(subscriber, given, pin),
        _l("Your choices are saved."),
        page,
        {name: getattr(subscriber, name) for name in FIELDS},
        words=words.REFUSALS,
        choices={"kinds": list(rows)},
    )


@pages.route("/mine/<token>/wishes", methods=["GET", "POST"])
@through("mine", SUBSCRIBED)
def wishes(subscriber: Subscriber, token: str) -> ResponseReturnValue:
    pin = pin_of(subscriber)

    def page(form: Form) -> str:
        return render_template(
            "public/wishes.html", subscriber=subscriber, token=token, form=form, pin=pin
        )

    return acted(
        own_page(subscriber),
        WishesForm,
        lambda given: send_wishes(subscriber, given["wishes"], pin),
        _l("Thank you. The office has got your message."),
        page,
        words=words.REFUSALS,
    )


def pin_of(subscriber: Subscriber) -> Pin:
    return read_pin() if request.method == "POST" else fresh_pin(subscriber.version)


def again(pin: Pin, subscriber: Subscriber, form: Form) -> Pin:
    """After a conflict, which the form tells as a whole, it stands for what is so now."""
    return Pin(subscriber.version, pin.key) if "_schema" in form.errors else pin

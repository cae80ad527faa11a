"""Who gets the newsletter and the contact person letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications import roll
from services.notifications import subscriber_list as listing
from services.notifications.documents import Subscriber
from services.notifications.forms.mails import LANGUAGE_ROWS
from services.notifications.forms.subscriptions import RemoveForm
from services.notifications.handlers.subscriptions import find_subscriber, leave
from services.notifications.staff.bulletins.blueprint import as_csv
from services.notifications.staff.tabs import tabs_of
from services.notifications.words import subscriptions as words
from services.notifications.workflow.subscriber import SUBSCRIBER
from shared.roles import Role
from shared.web.context import private_page
from shared.web.formats import finnish_date
from shared.web.forms import Form, parse
from shared.web.language import NAMES
from shared.web.paging import page_number
from shared.web.session import actor, current_person, require_roles

PATH = "/staff/subscribers"
pages = Blueprint("subscribers", __name__, url_prefix=PATH)


@pages.context_processor
def subscriber_words() -> dict[str, Any]:
    return {"words": words, "languages": LANGUAGE_ROWS, "language_names": NAMES}


@pages.get("")
@require_roles(Role.STAFF)
def index() -> ResponseReturnValue:
    wanted = listing.read_wanted(request.args)
    everybody = roll.read()
    found = listing.matching(everybody, wanted)
    page = render_template(
        "staff/subscribers.html",
        wanted=wanted,
        tab_items=tabs_of(listing.counts(found), words.STATES, wanted.state),
        figures=listing.figures(everybody),
        page=listing.page_of(found, wanted.state, page_number()),
    )
    return private_page(page)


@pages.get("/contact-persons.csv")
@require_roles(Role.STAFF)
def contact_persons() -> ResponseReturnValue:
    return as_csv(rows_of(listing.contact_persons(roll.read())), "contact-persons")


def rows_of(people: Iterable[roll.Entry]) -> Iterator[list[str]]:
    """Titles first."""
    yield [
        *(_("Organisation"), _("Name"), _("Position or unit"), _("E-mail")),
        *(_("Language"), _("Gets"), _("First asked")),
    ]
    for person in people:
        yield [
            *(person.organisation, person.name, person.position, person.email),
            *(NAMES.get(person.language, person.language), words.kinds_in_words(person.kinds)),
            finnish_date(person.first_asked),
        ]


@pages.get("/<key>")
@require_roles(Role.STAFF)
def show(key: str) -> ResponseReturnValue:
    return subscriber_page(find_subscriber(key), Form(RemoveForm))


@pages.post("/<key>/remove")
@require_roles(Role.STAFF)
def remove(key: str) -> ResponseReturnValue:
    subscriber = find_subscriber(key)
    form = parse(RemoveForm, request.form)
    if not form.ok:
        return subscriber_page(subscriber, form), 422
    leave(subscriber, actor(), reason=form.data["reason"])
    flash(_("Removed. Name and address have been deleted, and nothing more is sent."), "success")
    return redirect(f"{PATH}/{key}", 303)


def subscriber_page(subscriber: Subscriber, form: Form) -> Response:
    person = current_person()
    allowed = SUBSCRIBER.open_to(subscriber.state, person.roles if person else ())
    page = render_template(
        "staff/subscriber.html",
        subscriber=subscriber,
        form=form,
        actions={row.action for row in allowed},
        story=words.STORY.story_of(subscriber),
    )
    return private_page(page)

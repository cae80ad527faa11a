"""The ways between the pages of the outbox, and what all of them show."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request

from services.notifications.documents import Message
from services.notifications.handlers.waiting import Wanted, count_waiting, next_after, read_wanted
from services.notifications.staff.blueprint import PATH, pages
from services.notifications.words import outbox
from services.notifications.words.events import EVENTS
from services.notifications.workflow.mail import MAIL
from shared.web.language import NAMES
from shared.web.session import current_person

HOME = f"{PATH}/outbox"


@pages.context_processor
def outbox_words() -> dict[str, Any]:
    return {
        "waiting_mails": count_waiting,
        "outbox": outbox,
        "event_words": EVENTS,
        "language_names": NAMES,
    }


def left_query() -> str:
    """The list's query as the person left it: pages carry it along as `back`."""
    query = request.values.get("back", "")
    return query if query.isprintable() else ""


def left_list() -> Wanted:
    return read_wanted(dict(parse_qsl(left_query())))


def list_address(query: str) -> str:
    return f"{HOME}?{query}" if query else HOME


def mail_address(message: Message, query: str, slug: str = "") -> str:
    address = f"{HOME}/{message.id}" + (f"/{slug}" if slug else "")
    return f"{address}?{urlencode({'back': query})}" if query else address


def next_address(message: Message) -> str:
    """The next mail of the list that the person came from; the list when none is left."""
    following = next_after(message, left_list())
    return mail_address(following, left_query()) if following else list_address(left_query())


def allowed_actions(message: Message) -> set[str]:
    """What the signed-in person may do with it now: the page's buttons."""
    person = current_person()
    return {row.action for row in MAIL.open_to(message.state, person.roles if person else ())}

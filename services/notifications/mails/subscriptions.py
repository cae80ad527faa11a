"""The mails of subscribers: links to confirm and to choose, and what they wish of the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from services.notifications import phrases
from services.notifications.mails.mail import Addressee, Correspondent, Mail, address_of
from services.notifications.texts import words_in
from services.notifications.workflow.bulletin import CONTACT_LETTER
from shared.links import make_link
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

PATH = "/subscriptions"


def confirmation(event: Event, settings: Settings) -> Mail:
    """Says nothing that was typed in with the address: it may be somebody else's."""
    asked = event.data["subscriber"]
    contact = CONTACT_LETTER in asked["kinds"]
    return Mail(
        template="subscription_contact_confirm" if contact else "subscription_confirm",
        to=Addressee("", asked["email"], asked["language"], Role.READER),
        about=asked["id"],
        link=confirm_address(settings, asked),
    )


def choices(event: Event, settings: Settings) -> Mail:
    """For one who is a subscriber already, and for one whose link is too old."""
    subscriber = event.data["subscriber"]
    language = subscriber["language"]
    return Mail(
        template="subscription_choices",
        to=Addressee(subscriber["name"], subscriber["email"], language, Role.READER),
        about=subscriber["id"],
        values={"greeting": phrases.greeting(subscriber["name"], language)},
        link=choices_address(settings, subscriber["id"], subscriber["email"], language),
    )


def wishes(event: Event, settings: Settings) -> Mail | None:
    """To the office, in the language of the wishes; answering it answers the contact person.

    None where nothing was wished.
    """
    person, text = event.data["subscriber"], event.data["wishes"]
    if not text:
        return None
    language = person["language"]
    words = words_in(language)
    name = person["name"] or person["email"]
    rows = {
        "organisation": person["organisation"],
        "contact": person["name"],
        "position": person["position"],
        "email": person["email"],
    }
    return Mail(
        template="subscription_wishes",
        to=Addressee(settings.office_name, settings.office_email, language),
        about=person["id"],
        values={"organisation": person["organisation"], "name": name, "wishes": text},
        rows=tuple((words[f"row.{row}"], value) for row, value in rows.items() if value),
        link=address_of(settings, f"/staff/subscribers/{person['id']}", language),
        reply_to=Correspondent(name, person["email"]),
    )


def confirm_address(settings: Settings, subscriber: Mapping[str, Any]) -> str:
    token = make_link(settings, "subscribe", subscriber["id"], subscriber["email"])
    return address_of(settings, f"{PATH}/confirm/{token}", subscriber["language"])


def choices_address(settings: Settings, subscriber: str, email: str, language: str) -> str:
    """The subscriber's own page. `subscriber` is the id."""
    token = make_link(settings, "subscription", subscriber, email)
    return address_of(settings, f"{PATH}/mine/{token}", language)


def leave_address(settings: Settings, subscriber: str, email: str) -> str:
    """Opened, it asks; a POST leaves at once (RFC 8058)."""
    token = make_link(settings, "subscription", subscriber, email)
    return f"{settings.base_url}{PATH}/leave/{token}"


def list_unsubscribe_headers(
    settings: Settings, subscriber: str, email: str, kind: str
) -> dict[str, str]:
    """Headers of one bulletin to one subscriber (its id): a mail program shows a button to leave.

    `kind`: newsletter or contact_letter.
    """
    host = urlsplit(settings.base_url).hostname or "localhost"
    return {
        "List-Unsubscribe": f"<{leave_address(settings, subscriber, email)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{kind.replace('_', '-')}.{host}>",
    }

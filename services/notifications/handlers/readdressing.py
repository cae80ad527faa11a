"""A mail that did not arrive goes to a corrected address, with personal links of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from services.notifications.documents import MailContent, Message
from services.notifications.handlers.queueing import composed
from services.notifications.handlers.versions import store_version
from services.notifications.mails.mail import LADDER_LASTS
from services.notifications.mime import Envelope
from services.notifications.rendering import Frame, read_frame, read_words
from shared import ambient
from shared.errors import Conflict, InvalidInput, LinkExpired, LinkForged
from shared.links import LIFETIMES, Link, make_link, read_link
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.table import Actor

SAME = _l("The mail has gone to this very address. Correct it, or send the mail again as it is.")
UNUSABLE = _l("No mail can be sent to this address. Check it letter by letter.")
SEGMENT = re.compile(r"(?<=/)[\w.=-]{20,}")


def readdress_mail(
    message: Message, email: str, actor: Actor, settings: Settings, *, expected_version: int
) -> Message:
    """The same mail to another address, as a new content; what was written before stays.

    Raises InvalidInput (email), Conflict, TransitionNotAllowed, NotPermitted.
    """
    if message.version != expected_version:
        raise Conflict(message, expected_version)
    message.workflow.decide("readdress", message.state, [actor.role])
    old = message.recipient.email
    if email.casefold() == old.casefold():
        raise InvalidInput({"email": [SAME]})
    content = content_for(message, email, settings)
    now = ambient.now()
    recipient = {**message.recipient.to_mongo().to_dict(), "email": email}
    return perform(
        message,
        "readdress",
        actor,
        sets={
            "recipient": recipient,
            "content_id": store_version(message, content).id,
            "subject": content.subject,
            "next_at": now,
            "give_up_at": now + LADDER_LASTS,
        },
        data={"old_recipient": old},
        expected_version=expected_version,
    )


def content_for(message: Message, email: str, settings: Settings) -> MailContent:
    """What the mail says to its new address, not stored."""
    before = message.content
    frame = relinked(read_frame(before.frame), message.recipient.email, email, settings)
    envelope = Envelope(message.recipient.name, email, message.message_id)
    words = read_words(before.words)
    content = composed("", words, frame, list(before.attachments), envelope, settings)
    if content.fault:
        raise InvalidInput({"email": [UNUSABLE]})
    return content


def relinked(frame: Frame, old: str, new: str, settings: Settings) -> Frame:
    """Links are bound to their recipient: the old ones go with the old address."""
    links: Mapping[str, str] = {
        name: relinked_address(address, old, new, settings) for name, address in frame.links.items()
    }
    return replace(frame, link=relinked_address(frame.link, old, new, settings), links=links)


def relinked_address(address: str, old: str, new: str, settings: Settings) -> str:
    def fresh(found: re.Match[str]) -> str:
        link = read_any(found[0], settings)
        if link is None or link.recipient.casefold() != old.casefold():
            return found[0]
        return make_link(settings, link.purpose, link.case_id, new, link.step)

    return SEGMENT.sub(fresh, address)


def read_any(token: str, settings: Settings) -> Link | None:
    """Of whatever purpose, also one whose time is over; None for what is no link of ours."""
    for purpose in LIFETIMES:
        try:
            return read_link(settings, purpose, token)
        except LinkExpired as expired:
            return expired.link
        except LinkForged:
            continue
    return None

"""Bulletins: written, tried on oneself, counted, sent to each once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.notifications.audience import members_of
from services.notifications.bulletin_rendering import drawn_bulletin, nobodys
from services.notifications.documents import (
    Bulletin,
    MailContent,
    Message,
    Recipient,
    mail_id,
)
from services.notifications.handlers.queueing import keep, message_id_of
from services.notifications.mime import Envelope, as_bytes
from services.notifications.rendering import Frame
from services.notifications.workflow.bulletin import BULLETIN
from shared import ambient, tracing
from shared.errors import NotFound, TransitionNotAllowed
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import SYSTEM, Actor

FORMS = uuid.UUID("b3a0c9d4-6a2f-5c1e-9f57-1f0f6d2b7c11")
TEST = "bulletin_test"
TEST_LASTS = timedelta(days=1)
MOVES = ("pause", "resume", "cancel", "send_unclear")


def bulletin_by_id(bulletin_id: str) -> Bulletin:
    """Raises NotFound."""
    found: Bulletin | None = Bulletin.objects(id=bulletin_id).first()
    if found is None:
        raise NotFound(f"no bulletin {bulletin_id}")
    return found


def start_bulletin(answers: Mapping[str, Any], *, by: Actor, pin: Pin) -> Bulletin:
    """A repeat of the same form returns what stands: the form's key is the id."""
    key = uuid.uuid5(FORMS, pin.key).hex
    standing: Bulletin | None = Bulletin.objects(id=key).first()
    return perform(standing or Bulletin(id=key, **answers), "start", by, cause=pin.cause)


def save_bulletin(
    bulletin: Bulletin, answers: Mapping[str, Any], *, by: Actor, pin: Pin
) -> Bulletin:
    """Raises Conflict, TransitionNotAllowed."""
    return perform(
        bulletin, "save", by, sets=answers, cause=pin.cause, expected_version=pin.version
    )


def try_bulletin(bulletin: Bulletin, *, by: Actor, pin: Pin, settings: Settings) -> Bulletin:
    """Mail it to the one who asks, in each language it is written in. Raises Conflict."""
    tried = perform(
        bulletin, "test", by, data={"to": by.email}, cause=pin.cause, expected_version=pin.version
    )
    for language in bulletin.written_in:
        queue_test(bulletin, language, by, pin.cause, settings)
    return tried


def queue_test(
    bulletin: Bulletin, language: str, to: Actor, cause: str, settings: Settings
) -> Message:
    """Through the same queue as single mails. A repeat with the same cause returns what stands."""
    key = mail_id(f"{cause}/{language}", TEST, to.email)
    standing: Message | None = Message.objects(id=key).first()
    if standing:
        return standing
    rendered = drawn_bulletin(bulletin, language, nobodys(settings), settings, test=True)
    envelope = Envelope(to.name, to.email, message_id_of(key, settings))
    raw = as_bytes(rendered, Frame(language), [], envelope, settings)
    content = keep(MailContent(id=f"{key}.1", subject=rendered.subject, raw=raw))
    now = ambient.now()
    message = Message(
        id=key,
        event_id=cause,
        template=TEST,
        recipient=Recipient(name=to.name, email=to.email, language=language),
        subject=content.subject,
        content_id=content.id,
        message_id=envelope.message_id,
        next_at=now,
        give_up_at=now + TEST_LASTS,
        correlation_id=tracing.correlation_id(),
    )
    return perform(message, "queue", SYSTEM, cause=cause)


def send_bulletin(bulletin: Bulletin, *, by: Actor, pin: Pin, seen: int) -> Bulletin:
    """To those who are in its audience now. Raises TransitionNotAllowed: "count_changed" when they
    are not as many as somebody has `seen`, "nobody"; Conflict.
    """
    if bulletin.has_handled("send", pin.cause):
        return bulletin
    BULLETIN.decide("send", bulletin.state, [by.role])
    moment = ambient.now()  # before counting: who comes while it is counted gets the next one
    audience = len(members_of(bulletin))
    if audience != seen:
        raise TransitionNotAllowed("send", bulletin.state, "count_changed")
    return perform(
        bulletin,
        "send",
        by,
        sets={"audience": audience, "started_at": moment},
        data={"audience": audience},
        cause=pin.cause,
        expected_version=pin.version,
    )


def move_bulletin(bulletin: Bulletin, action: str, *, by: Actor, pin: Pin) -> Bulletin:
    """pause, resume, cancel or send_unclear. Raises TransitionNotAllowed, Conflict."""
    sets = {"again_before": ambient.now()} if action == "send_unclear" else {}
    return perform(bulletin, action, by, sets=sets, cause=pin.cause, expected_version=pin.version)

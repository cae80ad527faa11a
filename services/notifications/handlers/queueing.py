"""From an event to stored mails: each once, whatever is repeated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any

from services.notifications.calendar_entry import as_ics
from services.notifications.documents import Attachment, Message, Recipient, mail_id
from services.notifications.mails.mail import Builder, Mail, SeveralBuilder
from services.notifications.rendering import render
from shared import ambient, tracing
from shared.messaging.envelope import Event
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

MailHandler = Callable[[Event, Settings], None]


def queue_mail(mail: Mail, settings: Settings, *, cause: str) -> Message:
    """Store the mail as it will be sent. A repeat with the same cause returns what stands."""
    key = mail_id(cause, mail.template, mail.to.email)
    standing: Message | None = Message.objects(id=key).first()
    if standing:
        return standing
    rendered = render(mail, settings)
    now = ambient.now()
    message = Message(
        id=key,
        event_id=cause,
        about=mail.about,
        reference=mail.reference,
        template=mail.template,
        recipient=Recipient(name=mail.to.name, email=mail.to.email, language=mail.to.language),
        subject=rendered.subject,
        html=rendered.html,
        text=rendered.text,
        reply_to=asdict(mail.reply_to) if mail.reply_to else {},
        message_id=message_id_of(key, settings),
        next_at=now,
        give_up_at=now + mail.lasts,
        correlation_id=tracing.correlation_id(),
        **attached(mail),
    )
    return perform(message, "queue", SYSTEM, cause=cause)


def message_id_of(key: str, settings: Settings) -> str:
    """The Message-ID header: the same at every attempt, so that a repeat is shown once."""
    return f"<{key}@{settings.mail_from.rpartition('@')[2]}>"


def attached(mail: Mail) -> dict[str, Any]:
    if mail.calendar is None:
        return {}
    entry = mail.calendar
    content_type = f"text/calendar; charset=utf-8; method={entry.method}"
    ics = Attachment(filename=entry.filename, content_type=content_type, content=as_ics(entry))
    return {"attachments": [ics], "calendar": entry.method}


def mailing(builder: Builder) -> MailHandler:
    """The handler that queues what the builder makes of an event, if it makes anything."""

    @wraps(builder)
    def at_most_one(event: Event, settings: Settings) -> list[Mail]:
        mail = builder(event, settings)
        return [mail] if mail else []

    return mailing_each(at_most_one)


def mailing_each(builder: SeveralBuilder) -> MailHandler:
    """The same for an event that is told to several people. Cut short, a repeat does the rest."""

    def when_it_happens(event: Event, settings: Settings) -> None:
        for mail in builder(event, settings):
            queue_mail(mail, settings, cause=event.id)

    when_it_happens.__name__ = f"mail_{builder.__name__}"
    when_it_happens.mails = builder  # type: ignore[attr-defined]  # for those who ask whom it tells
    return when_it_happens

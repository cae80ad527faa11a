"""From an event to stored mails: each once, whatever is repeated."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from services.notifications.documents import Attachment, MailContent, Message, Recipient, mail_id
from services.notifications.handlers.wording import current_text, waits_for_eyes
from services.notifications.mails.mail import Builder, Mail, SeveralBuilder
from services.notifications.mime import Envelope, as_bytes
from services.notifications.rendering import (
    Frame,
    drawn,
    frame_of,
    stored_frame,
    stored_words,
    worded,
)
from services.notifications.texts import Text, text_of
from services.notifications.workflow.mail import UNRELEASED
from shared import ambient, tracing
from shared.calendar_entry import as_ics
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

MailHandler = Callable[[Event, Settings], None]


def with_settings(handler: MailHandler, settings: Settings) -> Handler:
    def handle(event: Event) -> None:
        handler(event, settings)

    handle.__name__ = getattr(handler, "__name__", "handle")
    return handle


def queue_mail(
    mail: Mail, settings: Settings, *, cause: str, event: Event | None = None
) -> Message:
    """Store the mail as it will be sent. A repeat with the same cause returns what stands.

    A kind that needs eyes waits in the human outbox, any other is queued for delivery.
    """
    key = mail_id(cause, mail.template, mail.to.email)
    standing: Message | None = Message.objects(id=key).first()
    if standing:
        return standing
    content = content_of(mail, settings, key)
    now = ambient.now()
    message = Message(
        id=key,
        event_type=event.type if event else "",
        event_id=cause,
        about=mail.about,
        reference=mail.reference,
        # about another case than the event's own: there is nothing to compare it with
        case_sequence=event.sequence if event and event.subject == mail.about else 0,
        template=mail.template,
        recipient=Recipient(name=mail.to.name, email=mail.to.email, language=mail.to.language),
        subject=content.subject,
        content_id=keep(content).id,
        message_id=message_id_of(key, settings),
        next_at=now,
        give_up_at=now + mail.lasts,
        correlation_id=tracing.correlation_id(),
    )
    action = "write" if waits_for_eyes(mail.template) else "queue"
    return perform(message, action, SYSTEM, cause=cause)


def keep(content: MailContent) -> MailContent:
    """Before the case that names it: killed between the two, a repeat finds it and goes on."""
    if not MailContent.objects(id=content.id).only("id").first():
        content.save(force_insert=True)
    return content


def content_of(mail: Mail, settings: Settings, key: str) -> MailContent:
    """What the mail says, not stored: also for showing it before it is written."""
    envelope = Envelope(mail.to.name, mail.to.email, message_id_of(key, settings))
    return composed(
        f"{key}.1", words_of(mail, settings), frame_of(mail), attached(mail), envelope, settings
    )


def words_of(mail: Mail, settings: Settings) -> Text:
    """In the office's words; in ours where theirs ask for what this version no longer tells."""
    try:
        return worded(mail, current_text(mail.template, mail.to.language), settings)
    except (KeyError, ValueError) as error:
        ours = text_of(mail.template, mail.to.language)
        words = worded(mail, ours, settings)
        tracing.log.warning("edited text not usable", template=mail.template, reason=str(error))
        return words


def composed(
    content_id: str,
    words: Text,
    frame: Frame,
    attachments: list[Attachment],
    envelope: Envelope,
    settings: Settings,
) -> MailContent:
    """The mail in full, not stored."""
    rendered = drawn(words, frame, settings)
    content = MailContent(
        id=content_id,
        subject=rendered.subject,
        words=stored_words(words),
        frame=stored_frame(frame),
        attachments=attachments,
    )
    try:
        content.raw = as_bytes(rendered, frame, attachments, envelope, settings)
    except ValueError as error:
        # it can never be sent: its case says so, and somebody corrects the address
        content.fault = f"the mail cannot be written: {error}"
    return content


def message_id_of(key: str, settings: Settings) -> str:
    """The Message-ID header: the same at every attempt, so that a repeat is shown once."""
    return f"<{key}@{settings.mail_from.rpartition('@')[2]}>"


def attached(mail: Mail) -> list[Attachment]:
    files = [
        Attachment(filename=file.filename, content_type=file.content_type, content=file.content)
        for file in mail.attachments
    ]
    if mail.calendar:
        entry = mail.calendar
        content_type = f"text/calendar; charset=utf-8; method={entry.method}"
        ics = Attachment(filename=entry.filename, content_type=content_type, content=as_ics(entry))
        files.append(ics)
    return files


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
            if mail.reminds and not_released_to(mail):
                tracing.log.warning("reminder kept back", case=mail.about, template=mail.template)
                continue
            queue_mail(mail, settings, cause=event.id, event=event)

    when_it_happens.__name__ = f"mail_{builder.__name__}"
    when_it_happens.mails = builder  # type: ignore[attr-defined]  # for those who ask whom it tells
    return when_it_happens


def not_released_to(mail: Mail) -> bool:
    """Nobody is reminded of what the office has not let go to them yet."""
    waiting = Message.objects(about=mail.about, state__in=UNRELEASED)
    return bool(waiting.filter(recipient__email=mail.to.email).only("id").first())


def mails_of(event: Event, settings: Settings, handlers: list[MailHandler]) -> list[Mail]:
    """What the handlers would mail because of the event; nothing is stored."""
    builders: list[Any] = [handler for handler in handlers if hasattr(handler, "mails")]
    return [mail for handler in builders for mail in handler.mails(event, settings)]

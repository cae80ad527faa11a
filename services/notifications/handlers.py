"""What is mailed because of which event: the index is at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mongoengine import NotUniqueError

from services.notifications.calendar_entry import as_ics
from services.notifications.documents import (
    Attachment,
    Message,
    Recipient,
    RoundWatch,
    mail_id,
)
from services.notifications.mails import others, to_applicant, to_expert
from services.notifications.mails.mail import LADDER_LASTS, Addressee, Builder, Mail
from services.notifications.rendering import render
from shared import ambient, tracing
from shared.contracts import accounts, applications, rounds
from shared.contracts.base import EventContract
from shared.errors import NotFound
from shared.messaging.envelope import Event
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM, Actor

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

    def when_it_happens(event: Event, settings: Settings) -> None:
        mail = builder(event, settings)
        if mail is not None:
            queue_mail(mail, settings, cause=event.id)

    when_it_happens.__name__ = f"mail_{builder.__name__}"
    when_it_happens.builder = builder  # type: ignore[attr-defined]  # for those who ask whom it tells
    return when_it_happens


def when_round_opened_mail_watchers(event: Event, settings: Settings) -> None:
    """One mail each, then the address is forgotten. Killed half-way, a repeat does the rest."""
    for watch in RoundWatch.objects:
        mail = others.round_opened(event, settings, Addressee("", watch.email, watch.language))
        queue_mail(mail, settings, cause=event.id)
        watch.delete()


# -- what staff do with one mail


def find_mail(key: str) -> Message:
    message: Message | None = Message.objects(id=key).first()
    if message is None:
        raise NotFound(f"no mail {key}")
    return message


def resend_mail(message: Message, actor: Actor, *, expected_version: int | None = None) -> Message:
    """Back to the queue with a fresh ladder of attempts; the earlier ones stay on record."""
    now = ambient.now()
    sets = {"next_at": now, "give_up_at": now + LADDER_LASTS, "lease_until": None}
    return perform(message, "resend", actor, sets=sets, expected_version=expected_version)


def discard_mail(
    message: Message, actor: Actor, reason: str, *, expected_version: int | None = None
) -> Message:
    """Never sent. Refused while a worker has it in hand: it may be with the mail server already."""
    # the lease is no step of the case: it is asked for in the write itself too
    free = {"$or": [{"lease_until": None}, {"lease_until": {"$lte": ambient.now()}}]}
    return perform(
        message,
        "discard",
        actor,
        data={"reason": reason},
        expected_version=expected_version,
        where=free,
    )


# -- waiting for a round


def watch_rounds(email: str, language: str, settings: Settings) -> None:
    """Tell this address once when a round opens. A repeat changes nothing and mails nobody."""
    watch = RoundWatch(email=email.strip().lower(), language=language)
    try:
        watch.save(force_insert=True)
    except NotUniqueError:
        return
    to = Addressee("", watch.email, watch.language)
    mail = others.round_watch(watch.id, settings, to)
    queue_mail(mail, settings, cause=f"round-watch:{watch.id}")


def stop_watching(watch_id: str) -> None:
    """Forget the address; harmless to repeat."""
    RoundWatch.objects(id=watch_id).delete()


HANDLERS: Mapping[type[EventContract], list[MailHandler]] = {
    accounts.SignInRequested: [mailing(others.sign_in)],
    applications.DraftKept: [mailing(to_applicant.draft_link)],
    applications.ApplicationSubmitted: [mailing(to_applicant.application_copy)],
    applications.InformationRequested: [mailing(to_applicant.more_needed)],
    applications.InformationGiven: [mailing(to_applicant.answer_received)],
    applications.ApplicationGranted: [mailing(to_applicant.decision), mailing(to_expert.order)],
    applications.ApplicationRejected: [mailing(to_applicant.rejection)],
    applications.ApplicationWithdrawn: [
        mailing(to_applicant.withdrawal),
        mailing(to_expert.withdrawal_expert),
    ],
    applications.OrderAccepted: [
        mailing(to_applicant.accepted),
        mailing(to_expert.accepted_expert),
    ],
    applications.OrderDeclined: [mailing(to_applicant.declined)],
    applications.ExpertChosen: [mailing(to_applicant.chosen), mailing(to_expert.order)],
    applications.DayMoved: [mailing(to_applicant.moved), mailing(to_expert.moved_expert)],
    applications.DayCancelled: [
        mailing(to_applicant.cancelled),
        mailing(to_expert.cancelled_expert),
    ],
    applications.DayHeld: [mailing(to_applicant.held)],
    applications.ReminderSent: [
        mailing(to_applicant.reminder),
        mailing(to_expert.reminder_expert),
    ],
    applications.LinkRequested: [
        mailing(to_applicant.fresh_link),
        mailing(to_expert.fresh_link_expert),
    ],
    rounds.RoundOpened: [when_round_opened_mail_watchers],
}

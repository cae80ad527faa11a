"""Decisions as PDF letters, kept for the link on the status page."""

from __future__ import annotations

from mongoengine.errors import NotUniqueError

from services.notifications.documents import DecisionLetter
from services.notifications.handlers.queueing import MailHandler
from services.notifications.mails import to_applicant
from services.notifications.mails.mail import Mail
from shared.contracts import applications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.settings import Settings


def when_application_granted_keep_letter(event: Event, settings: Settings) -> None:
    keep_letter(event, to_applicant.decision(event, settings))


def when_application_rejected_keep_letter(event: Event, settings: Settings) -> None:
    keep_letter(event, to_applicant.rejection(event, settings))


def keep_letter(event: Event, mail: Mail) -> None:
    """The very file that the mail carries. A repeat finds it there and changes nothing."""
    letter = DecisionLetter(
        id=event.id,
        about=mail.about,
        reference=mail.reference,
        language=mail.to.language,
        pdf=mail.attachments[0].content,
    )
    try:
        letter.save(force_insert=True)
    except NotUniqueError:
        return


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    applications.ApplicationGranted: [when_application_granted_keep_letter],
    applications.ApplicationRejected: [when_application_rejected_keep_letter],
}

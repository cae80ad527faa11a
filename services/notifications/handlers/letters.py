"""Decisions as PDF letters, kept for the link on the status page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from services.notifications.documents import DecisionLetter
from services.notifications.handlers.queueing import MailHandler
from services.notifications.mails import to_applicant
from services.notifications.mails.mail import Mail
from shared import ambient
from shared.contracts import applications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.read_models import set_once
from shared.settings import Settings


def when_application_granted_keep_letter(event: Event, settings: Settings) -> None:
    keep_letter(event, lambda: to_applicant.decision(event, settings))


def when_application_rejected_keep_letter(event: Event, settings: Settings) -> None:
    keep_letter(event, lambda: to_applicant.rejection(event, settings))


def keep_letter(event: Event, write: Callable[[], Mail]) -> None:
    """The very file that the mail carries. A repeat finds it there and draws nothing."""

    def letter() -> dict[str, Any]:
        mail = write()
        return {
            "about": mail.about,
            "reference": mail.reference,
            "language": mail.to.language,
            "pdf": mail.attachments[0].content,
            "made_at": ambient.now(),
        }

    set_once(DecisionLetter, event.id, letter)


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    applications.ApplicationGranted: [when_application_granted_keep_letter],
    applications.ApplicationRejected: [when_application_rejected_keep_letter],
}

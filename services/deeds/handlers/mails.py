"""Each case shows which mails went to whom."""

from __future__ import annotations

from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from shared.contracts import notifications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models.mails import note_mail

MAILED = (Deed, Tip, PartnerSearch, Award)


def when_mail_moved_note_on_case(event: Event) -> None:
    for case_class in MAILED:
        note_mail(case_class, event)


HANDLERS: dict[type[EventContract], list[Handler]] = {
    notifications.MailQueued: [when_mail_moved_note_on_case],
    notifications.MailSent: [when_mail_moved_note_on_case],
    notifications.MailFailed: [when_mail_moved_note_on_case],
}

"""What came back to a return address: read, and noted on its mail.

The verdict is written last: killed before that, the mail is read again, and no step is taken twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from services.notifications.documents import (
    BulletinRecipient,
    Message,
    ReturnedMail,
    Subscriber,
)
from services.notifications.handlers.queueing import message_id_of
from services.notifications.reports import (
    BOUNCED,
    COMPLAINT,
    FOREIGN,
    UNCLEAR,
    Report,
    read_report,
)
from services.notifications.tallies import record_bounce
from services.notifications.verp import mail_key
from shared import tracing
from shared.errors import DomainError, TransitionNotAllowed
from shared.settings import Settings
from shared.workflow.case import Case
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

C = TypeVar("C", bound=Case)
AT_ONCE = 50


def reading(settings: Settings) -> Callable[[], int]:
    """The loop's work."""
    return lambda: read_returned(settings)


def read_returned(settings: Settings) -> int:
    """Read what has not been read, the oldest first; returns how many."""
    unread = ReturnedMail.objects(verdict="").order_by("received_at").limit(AT_ONCE)
    for returned in unread:
        settle(returned, settings)
    return len(unread)


def settle(returned: ReturnedMail, settings: Settings) -> None:
    """Idempotent."""
    key = mail_key(settings, returned.return_address)
    report = read_report(bytes(returned.raw), message_id_of(key, settings))
    try:
        known = note(key, returned.id, report)
    except DomainError as error:
        # one that cannot be noted must not stop those behind it: somebody reads it
        tracing.log.warning("returned mail not noted", returned=returned.id, reason=str(error))
        known, report = True, Report(UNCLEAR, report.words)
    ReturnedMail.objects(id=returned.id).update(
        verdict=report.kind if known else FOREIGN,
        message_id=key if known else "",
        words=report.words,
    )
    tracing.log.info("returned mail read", returned=returned.id, mail=key, kind=report.kind)


def note(key: str, cause: str, report: Report) -> bool:
    """Whether there is anything of that key to note it on."""
    message = Message.objects(id=key).first() if key else None
    if message:
        note_on_mail(message, cause, report)
        return True
    recipient = BulletinRecipient.objects(id=key).first() if key else None
    if recipient:
        note_on_bulletin(recipient, cause, report)
    return recipient is not None


def note_on_mail(message: Message, cause: str, report: Report) -> None:
    """A mail that has been settled otherwise keeps its state: the page shows what came back."""
    if report.kind == BOUNCED and not is_about_an_earlier_address(message, report):
        data = {"reason": report.words}
        message = take(message, "bounce", cause, data=data)
        if message.has_handled("bounce", cause):
            return
    take(message, "note_return", cause, data={"kind": report.kind, "words": report.words})


def is_about_an_earlier_address(message: Message, report: Report) -> bool:
    """The office has corrected the address since: what the old one still sends is late."""
    old = {
        str(entry["data"].get("old_recipient", "")).casefold()
        for entry in message.history
        if entry["action"] == "readdress"
    }
    wrong = report.recipient.casefold()
    return wrong in old and wrong != message.recipient.email.casefold()


def note_on_bulletin(recipient: BulletinRecipient, cause: str, report: Report) -> None:
    if report.kind == BOUNCED:
        record_bounce(recipient.id, report.words)
    subscriber = Subscriber.objects(id=recipient.subscriber_id).first()
    if subscriber is None:
        return
    if report.kind == COMPLAINT:
        # whoever calls it junk has left
        take(subscriber, "complain", cause, data={})
    elif report.says_address_is_gone:
        take(subscriber, "lose", cause, data={"words": report.words})


def take(case: C, action: str, cause: str, *, data: Mapping[str, Any]) -> C:
    """The step, where the table allows it now; else the case as it stands."""
    try:
        return perform(case, action, SYSTEM, data=data, cause=cause)
    except TransitionNotAllowed:
        return case


def came_back_of(message: Message) -> list[ReturnedMail]:
    """What came back for this mail, oldest first; without its bytes."""
    found = ReturnedMail.objects(message_id=message.id).exclude("raw")
    return list(found.order_by("received_at"))

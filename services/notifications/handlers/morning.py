"""The morning's mail to the office: kept together from what the services sum up, sent once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from services.notifications.documents import Message, MorningPart, StaffChoice
from services.notifications.handlers.queueing import MailHandler, queue_mail
from services.notifications.mails.morning import PARTS, OfficeMorning, morning
from services.notifications.workflow.mail import NOT_REACHED, WAITING
from shared import ambient
from shared.contracts.base import EventContract
from shared.contracts.office import WorkSummedUp
from shared.messaging.envelope import Event
from shared.read_models import set_once
from shared.roles import Role, with_implied
from shared.settings import Settings, StaffMember
from shared.workflow.morning import is_morning

SUMMING_UP = frozenset({"applications", "deeds"})  # who tells; one that is down is not waited for
WAIT_UNTIL = time(9, 0)  # the office opens
SENT = "sent"  # the part that says that the day's mails are written
MOST_MAILS = 30  # subjects of stuck and waiting mails that are read


def when_work_summed_up_keep_part(event: Event, _settings: Settings) -> None:
    """The day's part of one service; a repeat finds it there."""
    told = event.data
    day = told["day"].isoformat()
    key = f"{day}/{told['service']}"
    kept = {name: told[name] for name in ("counts", "tasks", "rounds")}
    set_once(MorningPart, key, lambda: {"day": day, "of": told["service"], **kept})


def send_morning_mails(settings: Settings) -> int:
    """Write today's mails when it is time; how many. Killed half-way, a repeat does the rest."""
    now = ambient.now()
    local = now.astimezone(ambient.HELSINKI)
    day = local.date().isoformat()
    if not is_morning(local) or MorningPart.objects(id=f"{day}/{SENT}").first():
        return 0
    parts = list(MorningPart.objects(day=day))
    if not {part.of for part in parts} >= SUMMING_UP and local.time() < WAIT_UNTIL:
        return 0
    told = gathered(parts, now)
    written = sum(mail_to(member, told, settings) for member in office(settings))
    MorningPart(id=f"{day}/{SENT}", day=day, of=SENT).save()
    return written


def office(settings: Settings) -> list[StaffMember]:
    return [member for member in settings.staff if Role.STAFF in with_implied(member.roles)]


def mail_to(member: StaffMember, told: OfficeMorning, settings: Settings) -> int:
    mail = morning(told, member, wanted_by(member.email), settings)
    if mail is None:
        return 0
    queue_mail(mail, settings, cause=f"morning:{told.day.isoformat()}")
    return 1


def gathered(parts: Sequence[MorningPart], now: datetime) -> OfficeMorning:
    counts = [part.counts for part in parts]
    return OfficeMorning(
        day=now.astimezone(ambient.HELSINKI).date(),
        at=now,
        counts={
            name: sum(each.get(name, 0) for each in counts) for name in ("overdue", "due", "new")
        },
        tasks=sorted(
            (task for part in parts for task in part.tasks), key=lambda task: task["due_at"]
        ),
        rounds=[each for part in parts for each in part.rounds],
        failed=mails_in(NOT_REACHED, "/staff/mails"),
        outbox=mails_in((WAITING,), "/staff/mails/outbox"),
    )


def mails_in(states: Sequence[str], pages: str) -> list[tuple[str, str, str]]:
    found = Message.objects(state__in=states).order_by("-created_at").limit(MOST_MAILS)
    return [
        (mail.subject, mail.recipient.email, f"{pages}/{mail.id}")
        for mail in found.only("subject", "recipient")
    ]


def wanted_by(email: str) -> list[str]:
    """Everything, until they choose."""
    choice = StaffChoice.objects(id=email.casefold()).first()
    return list(choice.parts) if choice else list(PARTS)


def choose_parts(email: str, parts: Sequence[str]) -> None:
    """None at all: no mail. Harmless to repeat."""
    kept: list[Any] = [part for part in PARTS if part in parts]
    StaffChoice(id=email.casefold(), parts=kept).save()


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    WorkSummedUp: [when_work_summed_up_keep_part],
}

"""What /metrics tells of mails and subscribers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from services.notifications import roll
from services.notifications.delivery import journal
from services.notifications.documents import Message, ReturnedMail
from services.notifications.reports import VERDICTS
from services.notifications.workflow.mail import MAIL, QUEUED
from services.notifications.workflow.subscriber import SUBSCRIBER
from shared import ambient
from shared.web.metrics import Reading


def mails_by_state() -> Iterator[Reading]:
    for state in MAIL.states:
        count = Message.objects(state=state).count()
        yield Reading("mails", "Mails by state", count, {"state": state})
    overdue = Message.objects(state=QUEUED).order_by("next_at").only("next_at").first()
    age = max(0.0, (ambient.now() - overdue.next_at).total_seconds()) if overdue else 0.0
    yield Reading("mail_oldest_due_seconds", "How long the longest waiting mail is overdue", age)
    held = journal.oldest(ambient.now()).total_seconds()
    yield Reading("mail_oldest_hand_over_seconds", "How long mails have been in hand", held)
    for verdict in ("", *VERDICTS):
        count = ReturnedMail.objects(verdict=verdict).count()
        yield Reading(
            "mails_returned",
            "Mails that came back, by what they say",
            count,
            {"verdict": verdict or "unread"},
        )


def subscribers_by_state() -> Iterator[Reading]:
    found = Counter(one.state for one in roll.read())
    for state in SUBSCRIBER.states:
        yield Reading("subscribers", "Subscribers by state", found[state], {"state": state})

"""Delivery: what is due goes to the mail server, one at a time, each mail on its own account.

Nothing is called sent that the mail server has not accepted. A mail that a killed worker had in
hand is tried again when its lease is over, with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from services.notifications.documents import Message
from services.notifications.letter import as_bytes
from services.notifications.smtp import (
    Accepted,
    Deferred,
    Mailer,
    Outcome,
    Refused,
    SmtpMailer,
    Unreachable,
)
from services.notifications.workflow import QUEUED
from shared import ambient, tracing
from shared.errors import DomainError
from shared.settings import Settings
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

BATCH = 50
LEASE = timedelta(minutes=5)  # longer than any one conversation with the mail server
LADDER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
# no server at all is no fault of the mail: it need not wait long once the server is back
LONGEST_WITHOUT_SERVER = timedelta(minutes=30)
NAMES = {Accepted: "accepted", Deferred: "deferred", Refused: "refused", Unreachable: "unreachable"}
EXPIRED = "expired"


def deliver_due(settings: Settings, mailer: Mailer) -> int:
    """Try what is due, the longest waiting first; returns how many were handed over or settled.

    Stops at once when there is no server to talk to: the others wait untouched.
    """
    settled = 0
    for message in due_messages(ambient.now()):
        leased = lease(message, ambient.now())
        if leased is None:
            continue
        outcome = deliver(leased, settings, mailer)
        if isinstance(outcome, Unreachable):
            break
        settled += 1
    return settled


def due_messages(now: datetime) -> list[Message]:
    # a range on the index, not a scan of every mail ever sent
    due = Message.objects(state=QUEUED, next_at__lte=now).order_by("next_at").limit(BATCH)
    return [message for message in due if not message.is_leased(now)]


def lease(message: Message, now: datetime) -> Message | None:
    """Take the mail in hand, alone; None when another worker was faster."""
    taken = Message._get_collection().update_one(
        {
            "_id": message.id,
            "state": QUEUED,
            "version": message.version,
            "lease_until": message.lease_until,
        },
        {"$set": {"lease_until": now + LEASE}},
    )
    if not taken.modified_count:
        return None
    message.lease_until = now + LEASE
    return message


def deliver(message: Message, settings: Settings, mailer: Mailer) -> Outcome:
    """One attempt, and its record on the case."""
    with tracing.bound(message.correlation_id or None, message.event_id):
        now = ambient.now()
        if message.give_up_at <= now:
            # its link is over, or it has been tried for days: it would only confuse
            outcome: Outcome = Refused(message.last_words or "it was too late to send it")
            record(message, "fail", outcome, EXPIRED)
            return outcome
        outcome = hand_over(message, settings, mailer, now)
        record(message, action_after(outcome), outcome, NAMES[type(outcome)])
        return outcome


def hand_over(message: Message, settings: Settings, mailer: Mailer, now: datetime) -> Outcome:
    try:
        content = as_bytes(message, settings, now)
    except ValueError as error:
        # this mail can never be written: it must not stop those behind it
        return Refused(f"the mail cannot be written: {error}")
    return mailer.send(content, message.recipient.email)


def action_after(outcome: Outcome) -> str:
    if isinstance(outcome, Accepted):
        return "deliver"
    return "fail" if isinstance(outcome, Refused) else "retry"


def record(message: Message, action: str, outcome: Outcome, name: str) -> None:
    now = ambient.now()
    sets: dict[str, Any] = {"lease_until": None}
    if action == "retry":
        sets["next_at"] = next_attempt(message, outcome, now)
    attempt = {"at": now, "outcome": name, "words": outcome.words[:1000]}
    tracing.log.info("mail", message=message.id, outcome=name, words=attempt["words"])
    try:
        perform(
            message,
            action,
            SYSTEM,
            sets=sets,
            pushes={"attempts": attempt},
            data={"reason": "" if action == "deliver" else attempt["words"]},
        )
    except DomainError as error:
        # somebody settled the mail while it was in hand beyond its lease: their word stands
        tracing.log.warning("attempt not recorded", message=message.id, reason=str(error))


def next_attempt(message: Message, outcome: Outcome, now: datetime) -> datetime:
    """One rung down the ladder for each attempt since it was last queued; never past the end."""
    tried = attempts_since_queued(message)
    wait = LADDER[min(tried, len(LADDER) - 1)]
    if isinstance(outcome, Unreachable):
        wait = min(wait, LONGEST_WITHOUT_SERVER)
    return min(now + wait, max(message.give_up_at, now))


def attempts_since_queued(message: Message) -> int:
    queued = [entry["at"] for entry in message.history if entry["action"] in ("queue", "resend")]
    return sum(1 for attempt in message.attempts if attempt["at"] >= queued[-1])


def delivery(settings: Settings) -> Callable[[], int]:
    """The loop's work, with a connection of its own that stays open between rounds."""
    mailer = SmtpMailer(settings)
    return lambda: deliver_due(settings, mailer)

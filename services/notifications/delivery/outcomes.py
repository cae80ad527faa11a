"""What became of mails, on their record: one step each, written together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notifications.documents import Message
from services.notifications.smtp import Accepted, Deferred, Outcome, Refused, Unreachable
from shared import ambient, tracing
from shared.errors import KuntekoError
from shared.workflow.perform_many import Wanted, perform_many
from shared.workflow.table import SYSTEM

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
PACED = "paced"  # not tried: its domain takes no more for now
QUEUEING = ("queue", "release", "resend", "readdress")
LONGEST_WORDS = 1000  # characters kept of what a server says


@dataclass(frozen=True)
class Attempt:
    message: Message
    outcome: Outcome
    name: str

    @property
    def words(self) -> str:
        return self.outcome.words[:LONGEST_WORDS]

    @property
    def action(self) -> str:
        if isinstance(self.outcome, Accepted):
            return "deliver"
        return "fail" if isinstance(self.outcome, Refused) else "retry"


def tried(message: Message, outcome: Outcome) -> Attempt:
    return Attempt(message, outcome, NAMES[type(outcome)])


def too_late(message: Message) -> Attempt:
    """Its link is over, or it has been tried for days: it would only confuse."""
    said = [attempt["words"] for attempt in message.attempts if attempt["outcome"] != PACED]
    return Attempt(message, Refused(said[-1] if said else "it was too late to send it"), EXPIRED)


def note(outcome: str, words: str, now: datetime) -> dict[str, Any]:
    return {"at": now, "outcome": outcome, "words": words[:LONGEST_WORDS]}


def record(attempts: Sequence[Attempt]) -> None:
    """Raises only what the store does; then some or none of them are recorded."""
    now = ambient.now()
    results = perform_many([_step(attempt, now) for attempt in attempts], SYSTEM)
    for attempt, result in zip(attempts, results, strict=True):
        message = attempt.message.id
        tracing.log.info("mail", message=message, outcome=attempt.name, words=attempt.words)
        if isinstance(result, KuntekoError):
            # somebody settled the mail while it was in hand beyond its lease: their word stands
            tracing.log.warning("attempt not recorded", message=message, reason=str(result))


def _step(attempt: Attempt, now: datetime) -> Wanted[Message]:
    message = attempt.message
    sets: dict[str, Any] = {"lease_until": None}
    if attempt.action == "retry":
        sets["next_at"] = next_attempt(message, attempt.outcome, now)
    return Wanted(
        message,
        attempt.action,
        sets=sets,
        pushes={"attempts": note(attempt.name, attempt.words, now)},
        data={"reason": "" if attempt.action == "deliver" else attempt.words},
        correlation_id=message.correlation_id or None,
        causation_id=message.event_id,
    )


def next_attempt(message: Message, outcome: Outcome, now: datetime) -> datetime:
    """One rung down the ladder for each attempt since it was last queued; never past the end."""
    wait = LADDER[min(attempts_since_queued(message), len(LADDER) - 1)]
    if isinstance(outcome, Unreachable):
        wait = min(wait, LONGEST_WITHOUT_SERVER)
    return min(now + wait, max(message.give_up_at, now))


def attempts_since_queued(message: Message) -> int:
    queued = [entry["at"] for entry in message.history if entry["action"] in QUEUEING]
    return sum(
        attempt["at"] >= queued[-1] and attempt["outcome"] != PACED for attempt in message.attempts
    )

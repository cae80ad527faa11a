"""What became of mails: as the journal keeps it, and as a step of each mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.notifications.delivery import journal
from services.notifications.delivery.hand import Held
from services.notifications.delivery.journal import Row
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
ACCEPTED, REFUSED, UNREACHABLE, EXPIRED = "accepted", "refused", "unreachable", "expired"
NAMES = {Accepted: ACCEPTED, Deferred: "deferred", Refused: REFUSED, Unreachable: UNREACHABLE}
PACED = "paced"  # not tried: its domain takes no more for now
ACTIONS = {ACCEPTED: "deliver", REFUSED: "fail", EXPIRED: "fail"}
QUEUEING = ("queue", "release", "resend", "readdress")
LONGEST_WORDS = 1000  # characters kept of what a server says
# the embedded store holds each mail of a statement against the whole list of ids
SETTLED_AT_ONCE = 50


def tried(held: Held, outcome: Outcome) -> Row:
    return _row(held, NAMES[type(outcome)], outcome.words)


def too_late(held: Held) -> Row:
    """Its link is over, or it has been tried for days: it would only confuse."""
    attempts = held.row.get("attempts") or ()
    said = [attempt["words"] for attempt in attempts if attempt["outcome"] != PACED]
    return _row(held, EXPIRED, said[-1] if said else "it was too late to send it")


def _row(held: Held, outcome: str, words: str) -> Row:
    return Row(held.batch.id, held.id, outcome, words[:LONGEST_WORDS], ambient.now())


def note(outcome: str, words: str, now: datetime) -> dict[str, Any]:
    return {"at": now, "outcome": outcome, "words": words[:LONGEST_WORDS]}


def settle_all() -> None:
    """What the journal keeps, onto the mails; struck from it then. A repeat changes nothing.

    Raises only what the store does.
    """
    waiting = journal.unsettled()
    for chunk in _chunks([row for _, rows in waiting for row in rows]):
        settle(chunk)
    if waiting:
        journal.strike([key for key, _ in waiting])


def _chunks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """In order, and no mail twice in one: two workers may each have tried it."""
    chunk: dict[str, Row] = {}
    for row in rows:
        if row.mail in chunk or len(chunk) == SETTLED_AT_ONCE:
            yield list(chunk.values())
            chunk = {}
        chunk[row.mail] = row
    if chunk:
        yield list(chunk.values())


def settle(rows: Sequence[Row]) -> None:
    found = {mail.id: mail for mail in Message.objects(id__in=[row.mail for row in rows])}
    ours = [row for row in rows if row.mail in found]  # a mail may have been forgotten since
    results = perform_many([_step(row, found[row.mail]) for row in ours], SYSTEM)
    for row, result in zip(ours, results, strict=True):
        tracing.log.info("mail", message=row.mail, outcome=row.outcome, words=row.words)
        if isinstance(result, KuntekoError):
            # somebody settled the mail while it was in hand: their word stands
            tracing.log.warning("attempt not recorded", message=row.mail, reason=str(result))


def _step(row: Row, message: Message) -> Wanted[Message]:
    action = ACTIONS.get(row.outcome, "retry")
    return Wanted(
        message,
        action,
        sets={"next_at": next_attempt(message, row)} if action == "retry" else {},
        pushes={"attempts": note(row.outcome, row.words, row.at)},
        data={"reason": "" if action == "deliver" else row.words},
        cause=row.cause,
        correlation_id=message.correlation_id or None,
    )


def next_attempt(message: Message, row: Row) -> datetime:
    """One rung down the ladder for each attempt since it was last queued; never past the end."""
    wait = LADDER[min(attempts_since_queued(message), len(LADDER) - 1)]
    if row.outcome == UNREACHABLE:
        wait = min(wait, LONGEST_WITHOUT_SERVER)
    return min(row.at + wait, max(message.give_up_at, row.at))


def attempts_since_queued(message: Message) -> int:
    queued = [entry["at"] for entry in message.history if entry["action"] in QUEUEING]
    return sum(
        attempt["at"] >= queued[-1] and attempt["outcome"] != PACED for attempt in message.attempts
    )

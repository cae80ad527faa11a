"""The journal of hand-overs: small documents that are written while mails are on their way.

A hand-over says which mails a worker has in hand, before the mail server gets any of them; an
outcome is durable here before the mail's own record says so. Both are inserts, which the embedded
store does several times faster than it changes a mail with its indexes and its history.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pymongo.collection import Collection as Stored

from services.notifications.documents import HandOver, HandOverOutcomes
from shared import ambient
from shared.errors import TransitionNotAllowed

LEASE = timedelta(minutes=5)
# a mail is not begun with less left than one conversation with a slow mail server may take
LEFT_AT_LEAST = timedelta(minutes=3)


@dataclass(frozen=True)
class Batch:
    """What one insert has taken in hand."""

    id: str
    until: datetime
    mails: tuple[str, ...]

    @property
    def begin_by(self) -> datetime:
        """After that no mail of it may be begun: another worker may take it up soon."""
        return self.until - LEFT_AT_LEAST


@dataclass(frozen=True)
class Row:
    """What became of one mail that was in hand."""

    of: str  # the hand-over
    mail: str
    outcome: str
    words: str
    at: datetime

    @property
    def cause(self) -> str:
        return f"{self.of}:{self.mail}"


def take_in_hand(by: str, mails: Sequence[str]) -> Batch:
    now = ambient.now()
    batch = Batch(ambient.new_id(), now + LEASE, tuple(mails))
    _hand_overs().insert_one(
        {
            "_id": batch.id,
            "by": by,
            "taken_at": now,
            "until": batch.until,
            "mails": list(batch.mails),
        }
    )
    return batch


def held_by_others(by: str, now: datetime) -> set[str]:
    """Ids of mails that another worker has in hand.

    Asked for after our own hand-over is written: of two who reach for a mail at once, one sees the
    other, or both do; then neither sends it, and it goes in a later round.
    """
    open_ones = _hand_overs().find({"by": {"$ne": by}, "until": {"$gt": now}}, {"mails": 1})
    return {mail for each in open_ones for mail in each["mails"]}


def refuse_in_hand(mail: str, action: str, state: str) -> None:
    """Raises TransitionNotAllowed ("on_its_way") while the mail server may be taking the mail."""
    if in_hand(mail):
        raise TransitionNotAllowed(action, state, "on_its_way")


def in_hand(mail: str) -> bool:
    """Some worker has it in hand now, or its record does not say yet what became of it."""
    if _hand_overs().find_one({"mails": mail, "until": {"$gt": ambient.now()}}, {"_id": 1}):
        return True
    return _outcomes().find_one({"rows.mail": mail}, {"_id": 1}) is not None


def write_down(rows: Sequence[Row]) -> None:
    """From now on a killed worker sends none of them twice."""
    if rows:
        _outcomes().insert_one({"_id": ambient.new_id(), "rows": [dict(vars(row)) for row in rows]})


def unsettled() -> list[tuple[str, list[Row]]]:
    """Id and rows of each document of outcomes, whoever wrote it."""
    return [(each["_id"], [Row(**row) for row in each["rows"]]) for each in _outcomes().find()]


def strike(outcomes: Collection[str]) -> None:
    """Outcomes that stand on their mails."""
    _outcomes().delete_many({"_id": {"$in": list(outcomes)}})


def over(now: datetime) -> list[str]:
    """Hand-overs of workers that are gone."""
    return [each["_id"] for each in _hand_overs().find({"until": {"$lte": now}}, {"_id": 1})]


def close(hand_overs: Collection[str]) -> None:
    """Their mails without an outcome are due as before."""
    if hand_overs:
        _hand_overs().delete_many({"_id": {"$in": list(hand_overs)}})


def oldest(now: datetime) -> timedelta:
    """How long the oldest hand-over has been open."""
    taken = [each["taken_at"] for each in _hand_overs().find({}, {"taken_at": 1})]
    return now - min(taken, default=now)


def _hand_overs() -> Stored:
    return HandOver._get_collection()


def _outcomes() -> Stored:
    return HandOverOutcomes._get_collection()

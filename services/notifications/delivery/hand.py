"""Mails in hand: taken in batches, so that no other worker sends them too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.notifications.documents import MailContent, Message
from services.notifications.workflow.mail import QUEUED
from shared import ambient

READ_AT_ONCE = 1000  # the embedded store reads all that is due to find the first
LEASED_AT_ONCE = 50
LEASE = timedelta(minutes=5)
# a mail is not begun with less left than one conversation with a slow mail server may take
LEFT_AT_LEAST = timedelta(minutes=3)


@dataclass(frozen=True)
class Held:
    message: Message
    content: MailContent | None  # only raw and fault are read


def due_mails(now: datetime) -> list[str]:
    """Ids of what is due and free, the longest waiting first."""
    # a range on the index, not a scan of every mail ever sent
    waiting = Message._get_collection().find(
        {"state": QUEUED, "next_at": {"$lte": now}}, {"lease_until": 1, "next_at": 1}
    )
    due = waiting.sort("next_at", 1).limit(READ_AT_ONCE)
    return [mail["_id"] for mail in due if is_free(mail, now)]


def is_free(mail: Mapping[str, Any], now: datetime) -> bool:
    until = mail.get("lease_until")
    return until is None or until <= now


def lease(ids: Sequence[str], now: datetime) -> list[Message]:
    """Take in hand what is still queued and free, in one write; in the order of `ids`.

    Of two workers one gets a mail: the store decides for each document.
    """
    mark = ambient.new_id()
    taken = Message._get_collection().update_many(
        {
            "_id": {"$in": list(ids)},
            "state": QUEUED,
            # also where there is none; an $or would make the embedded store scan all mails
            "lease_until": {"$not": {"$gt": now}},
        },
        {"$set": {"lease_until": now + LEASE, "leased_by": mark}},
    )
    if not taken.modified_count:
        return []
    place = {key: number for number, key in enumerate(ids)}
    ours = Message.objects(__raw__={"_id": {"$in": list(ids)}, "leased_by": mark})
    return sorted(ours, key=lambda message: place[message.id])


def take(ids: Sequence[str]) -> list[Held]:
    """Those of the mails that are now in hand, with what they say."""
    return with_contents(lease(ids, ambient.now()))


def with_contents(messages: Sequence[Message]) -> list[Held]:
    ids = [message.content_id for message in messages]
    found = {
        content.id: content
        for content in MailContent.objects(id__in=ids).only("subject", "raw", "fault")
    }
    return [Held(message, found.get(message.content_id)) for message in messages]


def release(messages: Iterable[Message]) -> None:
    """Let go of what was not tried: it is due as before."""
    for mark, ids in _by_mark(messages).items():
        Message._get_collection().update_many(
            {"_id": {"$in": ids}, "leased_by": mark}, {"$set": {"lease_until": None}}
        )


def put_off(message: Message, until: datetime, note: Mapping[str, Any]) -> None:
    """Let go until then: no attempt, and no step of the case.

    The note stands among the attempts once, however often the mail is put off in a row.
    """
    update: dict[str, Any] = {
        "$set": {"lease_until": None, "next_at": min(until, message.give_up_at)}
    }
    if not message.attempts or message.attempts[-1]["outcome"] != note["outcome"]:
        update["$push"] = {"attempts": dict(note)}
    met = {"_id": message.id, "leased_by": message.leased_by, "state": QUEUED}
    Message._get_collection().update_one(met, update)


def _by_mark(messages: Iterable[Message]) -> dict[str, list[str]]:
    marks: dict[str, list[str]] = {}
    for message in messages:
        marks.setdefault(message.leased_by, []).append(message.id)
    return marks

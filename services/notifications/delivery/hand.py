"""Mails in hand: taken in batches, so that no other worker sends them too.

Plain documents, not MongoEngine's: building those takes longer than handing a mail over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notifications.delivery import journal
from services.notifications.delivery.journal import Batch
from services.notifications.documents import MailContent, Message
from services.notifications.workflow.mail import QUEUED
from shared import ambient

FOUND_AT_ONCE = 5000  # the embedded store reads all that is due to find the first
TAKEN_AT_ONCE = 100
READ_AT_ONCE = 20  # their bytes too; in the meantime the mail server is not to run out of mails


@dataclass(frozen=True)
class Held:
    """A mail in hand: its row, and of its content `raw` and `fault`."""

    batch: Batch
    row: Mapping[str, Any]
    content: Mapping[str, Any] | None

    @property
    def id(self) -> str:
        return str(self.row["_id"])

    @property
    def address(self) -> str:
        return str(self.row["recipient"]["email"])


def due_mails(now: datetime) -> list[str]:
    """Ids of what is due and in nobody's hand, the longest waiting first."""
    # a range on the index, not a scan of every mail ever sent
    waiting = Message._get_collection().find(_is_due(now), {"_id": 1, "next_at": 1})
    due = [mail["_id"] for mail in waiting.sort("next_at", 1).limit(FOUND_AT_ONCE)]
    held = journal.held_by_others("", now) if due else ()
    return [mail for mail in due if mail not in held]


def read(batch: Batch, mails: Sequence[str]) -> list[Held]:
    """Those of a batch's mails that may go now, in the order of `mails`.

    Read after the hand-over was written and the others' were looked at: who held or discarded a
    mail before is respected, and what another worker has settled meanwhile is seen.
    """
    now = ambient.now()
    wanted = {"_id": {"$in": list(mails)}, **Message.of_this_shape()}  # others: once brought up
    found = Message._get_collection().find(wanted)
    rows = {row["_id"]: row for row in found if row["state"] == QUEUED and row["next_at"] <= now}
    contents = _contents([row["content_id"] for row in rows.values()])
    return [
        Held(batch, rows[key], contents.get(rows[key]["content_id"]))
        for key in mails
        if key in rows
    ]


def parts_of(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _is_due(now: datetime) -> dict[str, Any]:
    return {"state": QUEUED, "next_at": {"$lte": now}}


def _contents(ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    found = MailContent._get_collection().find({"_id": {"$in": list(ids)}}, {"raw": 1, "fault": 1})
    return {content["_id"]: content for content in found}


def put_off(held: Held, until: datetime, note: Mapping[str, Any]) -> None:
    """Not before then: no attempt, and no step of the case.

    The note stands among the attempts once, however often the mail is put off in a row.
    """
    attempts = held.row.get("attempts")
    update: dict[str, Any] = {"$set": {"next_at": min(until, held.row["give_up_at"])}}
    if not attempts or attempts[-1]["outcome"] != note["outcome"]:
        update["$push"] = {"attempts": dict(note)}
    Message._get_collection().update_one({"_id": held.id, "state": QUEUED}, update)

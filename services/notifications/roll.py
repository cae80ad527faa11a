"""Reading the roll of subscribers, whole or one part of it, as it is now.

The embedded store reads every document that a question touches from one end to the other, history
and all: it counts 50,000 subscribers in seven seconds. So the worker keeps a roll beside them
(roll_keeping), that is read whole in a fifth of a second. It is some seconds behind; who reads it
puts what has changed since on top.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from services.notifications.documents import RollMoment, RollPart, Subscriber
from services.notifications.workflow.subscriber import SUBSCRIBED

PARTS = "0123456789abcdef"
END = "g"  # sorts behind every hex digit
SHAPE = 2  # a new one for every change of Entry
MOMENT = "roll"
READ = (
    *("email", "name", "organisation", "position", "language", "state", "kinds", "created_at"),
    *("asked.name", "asked.organisation", "asked.kinds"),
    *("history.at", "history.state", "history.source_state"),
)


class Entry(NamedTuple):
    """One subscriber, in whatever state. Moments are seconds since 1970.

    joined_at  when they became a subscriber the last time; 0 when that is not known
    """

    id: str
    email: str
    name: str
    organisation: str
    position: str
    language: str
    state: str
    kinds: list[str]
    asked_name: str
    asked_organisation: str
    asked_kinds: list[str]
    created_at: float
    joined_at: float

    @property
    def first_asked(self) -> datetime:
        return datetime.fromtimestamp(self.created_at, UTC)

    def gets(self, kind: str) -> bool:
        return self.state == SUBSCRIBED and kind in self.kinds


Entries = dict[str, Entry]
"""By the subscriber's id."""


def entry_of(subscriber: Mapping[str, Any]) -> Entry:
    """Of a document as it is stored."""
    asked = subscriber.get("asked") or {}
    return Entry(
        id=subscriber["_id"],
        email=subscriber.get("email", ""),
        name=subscriber.get("name", ""),
        organisation=subscriber.get("organisation", ""),
        position=subscriber.get("position", ""),
        language=subscriber["language"],
        state=subscriber["state"],
        kinds=list(subscriber.get("kinds") or ()),
        asked_name=asked.get("name", ""),
        asked_organisation=asked.get("organisation", ""),
        asked_kinds=list(asked.get("kinds") or ()),
        created_at=subscriber["created_at"].timestamp(),
        joined_at=_joined_at(subscriber.get("history") or ()),
    )


def _joined_at(history: Iterable[Mapping[str, Any]]) -> float:
    joined = (
        step["at"].timestamp()
        for step in history
        if step["state"] == SUBSCRIBED and step["source_state"] != SUBSCRIBED
    )
    return max(joined, default=0.0)


def read(prefix: str = "") -> list[Entry]:
    """Everybody whose id begins so, in the order of their ids."""
    found = _kept(prefix)
    if found is None:  # no worker has been by yet
        found = entries({"_id": {"$gte": prefix, "$lt": prefix + END}} if prefix else {})
    return sorted(each for each in found.values() if each.id.startswith(prefix))


def _kept(prefix: str) -> Entries | None:
    """Also of others; None when it is not kept as this release reads it."""
    moment: RollMoment | None = RollMoment.objects(id=MOMENT).first()
    if moment is None:
        return None
    wanted = prefix[0] if prefix else PARTS
    parts = list(RollPart.objects(id=wanted) if prefix else RollPart.objects)
    if len(parts) < len(wanted) or any(part.shape != SHAPE for part in parts):
        return None
    found: Entries = {}
    for part in parts:
        found |= unpacked(part.rows)
    # last: what changed between the two readings is in this one
    return found | changed_since(moment.as_of)


def changed_since(moment: datetime) -> Entries:
    return entries({"updated_at": {"$gte": moment}})


def entries(where: Mapping[str, Any]) -> Entries:
    """Straight from the subscribers."""
    found = Subscriber._get_collection().find(dict(where), READ)
    return {one["_id"]: entry_of(one) for one in found}


def packed(found: Entries) -> bytes:
    return json.dumps([found[key] for key in sorted(found)], ensure_ascii=False).encode()


def unpacked(rows: bytes) -> Entries:
    return {row[0]: Entry._make(row) for row in json.loads(rows)}

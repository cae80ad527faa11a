"""Who gets a bulletin: subscribers by kind and language, read a part at a time.

Subscribers' ids are random, so those that begin with a given hex digit or two are a part of the
list. The embedded store pushes no limit into an index, and scans when any condition is not in the
index; so a long list is read by its index alone, a part at a time, and sifted here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, product
from typing import Any

from services.notifications.documents import Bulletin, Subscriber, subscriber_id
from services.notifications.workflow.bulletin import KINDS
from services.notifications.workflow.subscriber import SUBSCRIBED
from shared.settings import LANGUAGES

HEX = "0123456789abcdef"
END = "g"  # sorts behind every hex digit
IN_ONE_PART = 400
SUBSCRIBED_TO: dict[str, dict[str, Any]] = {
    kind: {"state": SUBSCRIBED, "kinds": kind} for kind in KINDS
}
FIELDS = {"email": 1, "name": 1, "organisation": 1, "language": 1, "updated_at": 1}


@dataclass(frozen=True)
class Member:
    """Somebody who gets it, as they are now."""

    id: str
    email: str
    name: str
    organisation: str
    language: str


def depth_for(count: int) -> int:
    """How many hex digits name a part, so that a part has at most a few hundred."""
    return next((depth for depth in (0, 1) if count <= IN_ONE_PART * 16**depth), 2)


def parts(depth: int) -> list[str]:
    return ["".join(digits) for digits in product(HEX, repeat=depth)]


def counted(bulletin: Bulletin) -> dict[str, int]:
    """Language of the reader → how many; every language of the audience, also with nobody in it."""
    found = Counter(one.language for one in members(bulletin))
    return {code: found[code] for code in bulletin.languages or LANGUAGES}


def members_of(bulletin: Bulletin, part: str, after: str = "") -> list[Member]:
    """In the order of their ids, those behind `after`. Once it is sent: those who were in then."""
    begin = {"_id": {"$gte": part, "$lt": part + END}}
    found = Subscriber._get_collection().find(SUBSCRIBED_TO[bulletin.kind] | begin, FIELDS)
    languages = bulletin.languages or LANGUAGES
    rows = [row for row in found if row["_id"] > after and row["language"] in languages]
    late = late_ones(rows, bulletin.started_at)
    wanted = (row for row in rows if row["_id"] not in late)
    return [member(row) for row in sorted(wanted, key=lambda row: row["_id"])]


def members(bulletin: Bulletin, after: str = "") -> Iterator[Member]:
    """All of them, read as they are needed; no single question to the store is a long one."""
    everybody = Subscriber._get_collection().estimated_document_count()
    for part in parts(depth_for(everybody)):
        if part + END > after:
            yield from members_of(bulletin, part, after)


def first_members(bulletin: Bulletin, count: int, after: str = "") -> list[Member]:
    return list(islice(members(bulletin, after), count))


def found_member(bulletin: Bulletin, email: str) -> Member | None:
    """Whether this address is among those who get it."""
    one = Subscriber.objects(id=subscriber_id(email)).first()
    if one is None or one.state != SUBSCRIBED or bulletin.kind not in one.kinds:
        return None
    if bulletin.languages and one.language not in bulletin.languages:
        return None
    return Member(one.id, one.email, one.name, one.organisation, one.language)


def late_ones(rows: list[dict[str, Any]], started_at: datetime | None) -> set[str]:
    """Those who subscribed after the bulletin was on its way: they get the next one."""
    if started_at is None:
        return set()
    changed = [row["_id"] for row in rows if row["updated_at"] > started_at]
    return {
        one.id
        for one in (Subscriber.objects(id__in=changed).only("history") if changed else ())
        if any(
            entry["at"] > started_at
            and entry["state"] == SUBSCRIBED
            and entry["source_state"] != SUBSCRIBED
            for entry in one.history
        )
    }


def member(row: dict[str, Any]) -> Member:
    return Member(
        row["_id"],
        row["email"],
        row.get("name", ""),
        row.get("organisation", ""),
        row["language"],
    )

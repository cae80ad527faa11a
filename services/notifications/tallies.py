"""How many recipients of a bulletin are in which state: counted a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.notifications.audience import parts
from services.notifications.documents import (
    Bulletin,
    BulletinProgress,
    BulletinRecipient,
    Subscriber,
)
from services.notifications.documents.bulletin import (
    BOUNCED,
    HANDED_OVER,
    QUEUED,
    RECIPIENT_STATES,
    SENT,
    UNCLEAR,
)
from shared import ambient

Tally = dict[str, Any]


def key_of(part: str) -> str:
    """The name of a part's tally: a field must have a name, also when the part is all."""
    return f"p{part}"


def progress_of(bulletin: Bulletin) -> BulletinProgress:
    """As it stands; of one that has not begun, an empty one that is not stored."""
    found: BulletinProgress | None = BulletinProgress.objects(id=bulletin.id).first()
    return found or BulletinProgress(id=bulletin.id)


def rows_of(bulletin_id: str, part: str, states: Sequence[str] = ()) -> list[BulletinRecipient]:
    """In the order of subscribers; of all states when none is named."""
    found = BulletinRecipient.objects(bulletin_id=bulletin_id, part=part)
    rows = [row for row in found if not states or row.state in states]
    return sorted(rows, key=lambda row: str(row.subscriber_id))


def tally_of(rows: Iterable[BulletinRecipient]) -> Tally:
    rows = list(rows)
    found = {state: sum(row.state == state for row in rows) for state in RECIPIENT_STATES}
    tally: Tally = {state: number for state, number in found.items() if number}
    if waiting := [row.next_at for row in rows if row.state in (QUEUED, HANDED_OVER)]:
        tally["next_at"] = min(waiting)
    if unclear := [row.at for row in rows if row.state == UNCLEAR]:
        tally["unclear_at"] = min(unclear)
    return tally


def write_progress(bulletin_id: str, sets: dict[str, Any]) -> None:
    # not as a document: what another part of it says must not be written back
    BulletinProgress._get_collection().update_one({"_id": bulletin_id}, {"$set": sets})


def count_again(bulletin_id: str, part: str) -> Tally:
    """From what is stored: right whatever happened in between."""
    tally = tally_of(rows_of(bulletin_id, part))
    write_progress(bulletin_id, {f"tallies.{key_of(part)}": tally})
    return tally


def record_bounce(key: str, words: str) -> BulletinRecipient | None:
    """What went to this recipient came back. None when `key` is of no recipient; a repeat is
    harmless."""
    row: BulletinRecipient | None = BulletinRecipient.objects(id=key).first()
    if row is None:
        return None
    reached = {"$in": [SENT, HANDED_OVER, UNCLEAR, QUEUED]}
    sets = {"state": BOUNCED, "words": words[:1000], "at": ambient.now()}
    BulletinRecipient._get_collection().update_one({"_id": key, "state": reached}, {"$set": sets})
    progress = BulletinProgress.objects(id=row.bulletin_id).first()
    if progress:
        count_again(row.bulletin_id, row.subscriber_id[: progress.depth])
    return row


def in_state(
    progress: BulletinProgress, states: Sequence[str], after: str = ""
) -> Iterator[BulletinRecipient]:
    """The recipients in these states (not queued), behind the subscriber `after`. Parts that have
    none, by their tallies, are not read."""
    for part in parts(progress.depth):
        tally = progress.tallies.get(key_of(part), {})
        if part < after[: len(part)] or not any(tally.get(state) for state in states):
            continue
        rows = rows_of(progress.id, part, states)
        yield from (row for row in rows if row.subscriber_id > after)


def addresses_of(rows: Sequence[BulletinRecipient]) -> dict[str, str]:
    """Subscriber's id → address; empty for one who has left."""
    found = Subscriber.objects(id__in=[row.subscriber_id for row in rows]).only("email")
    return {one.id: one.email for one in found}

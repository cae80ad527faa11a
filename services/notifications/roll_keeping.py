"""Keeping the roll of subscribers: gathered when the worker starts and once a day, then kept up."""

from __future__ import annotations

from datetime import datetime, timedelta

from bson import Binary
from pymongo.errors import DuplicateKeyError

from services.notifications.documents import RollMoment, RollPart
from services.notifications.roll import (
    END,
    MOMENT,
    PARTS,
    SHAPE,
    Entries,
    changed_since,
    entries,
    packed,
    unpacked,
)
from services.notifications.workflow.subscriber import SUBSCRIBER
from shared import ambient

GATHERED_EVERY = timedelta(days=1)
MARGIN = timedelta(minutes=1)  # longer than a step takes from its moment to being in the store


class RollKeeping:
    """The loop's work: every part anew, whatever stands there, when a worker starts and then once a
    day; between, what has changed. A change written by a clock that was minutes behind is not seen
    between: it waits for the day's turn.
    """

    def __init__(self) -> None:
        self._todo: list[str] = []
        self._begun_at: datetime | None = None

    def run_once(self) -> int:
        if not self._todo and (
            self._begun_at is None or ambient.now() - self._begun_at >= GATHERED_EVERY
        ):
            self._todo, self._begun_at = list(PARTS), ambient.now()
        if not self._todo or self._begun_at is None:
            return keep_up()
        if gather(self._todo[0]):
            self._todo.pop(0)
        if not self._todo:
            _move_on(self._begun_at - MARGIN)
        return 1


def gather(part: str) -> bool:
    """Write a part anew from the subscribers; False when somebody else wrote it meanwhile."""
    version = _version_of(part)
    # by state: the embedded store has no index on ids alone
    span = {"$gte": part, "$lt": part + END}
    found: Entries = {}
    for state in SUBSCRIBER.states:
        found |= entries({"state": state, "_id": span})
    return _write(part, found, version)


def keep_up() -> int:
    """Put what has changed into its parts. Harmless to repeat; always 0: there is no more to do."""
    moment: RollMoment | None = RollMoment.objects(id=MOMENT).first()
    if moment is None:
        return 0
    now = ambient.now()
    changed = changed_since(moment.as_of)
    touched = {key[0] for key in changed}
    is_whole = all(
        _change(part, {key: one for key, one in changed.items() if key[0] == part})
        for part in touched
    )
    if changed and is_whole:
        _move_on(now - MARGIN)
    return 0


def _change(part: str, changed: Entries) -> bool:
    stands: RollPart | None = RollPart.objects(id=part).first()
    if stands is None or stands.shape != SHAPE:
        return gather(part)
    before = unpacked(stands.rows)
    after = before | changed
    return after == before or _write(part, after, stands.version)


def _version_of(part: str) -> int:
    stands: RollPart | None = RollPart.objects(id=part).only("version").first()
    return stands.version if stands else 0


def _write(part: str, found: Entries, version: int) -> bool:
    sets = {"rows": Binary(packed(found)), "shape": SHAPE, "version": version + 1}
    try:
        written = RollPart._get_collection().update_one(
            {"_id": part, "version": version}, {"$set": sets}, upsert=version == 0
        )
    except DuplicateKeyError:
        return False
    return bool(written.modified_count or written.upserted_id)


def _move_on(moment: datetime) -> None:
    RollMoment._get_collection().update_one(
        {"_id": MOMENT}, {"$max": {"as_of": moment}}, upsert=True
    )

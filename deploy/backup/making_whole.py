"""What the file cannot know: the broker is empty, and things went on after the backup was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo import UpdateOne

from deploy.backup.archive import Manifest
from deploy.migrate import existing
from deploy.registry import SERVICES
from shared import store
from shared.settings import Settings
from shared.workflow.case import Case

Say = Callable[[str], None]
AT_ONCE = 50


def make_whole(
    settings: Settings, manifest: Manifest, numbers_ahead: int, tell_days: float, say: Say
) -> None:
    """On connected stores. A repeat only leaves out more numbers."""
    for each in SERVICES:
        leave_out_numbers(each.name, numbers_ahead)
    if manifest.bus == "rabbitmq":
        since = datetime.fromisoformat(manifest.began) - timedelta(days=tell_days)
        told = tell_again(settings, since, frozenset(manifest.dead_events))
        say(f"{told} events are told again: those that lay in the broker went with it")
    for each in SERVICES:
        module = each.module("restored")
        for line in module.after_restore() if module else ():
            say(line)


def leave_out_numbers(service: str, count: int) -> None:
    """Numbers that were given after the backup stand in people's mails: nobody else gets them."""
    counters = store.database(service)["counters"]
    counters.update_many({"last": {"$gte": 0}}, {"$inc": {"last": count}})


def tell_again(settings: Settings, since: datetime, besides: frozenset[str]) -> int:
    """Put every event since then, and those `besides`, into its outbox once more; how many.

    Whoever has handled one before does nothing: consumers are idempotent by key.
    """
    count = 0
    for place in existing(settings):
        if issubclass(place.of, Case):
            met: dict[str, Any] = {"history": {"$elemMatch": {"told": True, "at": {"$gte": since}}}}
            if besides:
                met = {"$or": [met, {"history.id": {"$in": sorted(besides)}}]}
            updates = []
            for case in place.documents.find(met, {"history": 1, "outbox": 1}):
                entries = list(_untold(case, since, besides))
                count += len(entries)
                push = {"$push": {"outbox": {"$each": entries}}}
                updates += [UpdateOne({"_id": case["_id"]}, push)] if entries else []
            for start in range(0, len(updates), AT_ONCE):
                place.documents.bulk_write(updates[start : start + AT_ONCE], ordered=False)
    return count


def _untold(
    case: Mapping[str, Any], since: datetime, besides: frozenset[str]
) -> Iterator[dict[str, Any]]:
    waiting = {entry["id"] for entry in case.get("outbox", ())}
    for entry in case["history"]:
        is_meant = entry["at"] >= since or entry["id"] in besides
        # what somebody's leaving has emptied is told no more
        if entry.get("told") and is_meant and entry["data"] and entry["id"] not in waiting:
            yield {"id": entry["id"], "at": entry["at"]}

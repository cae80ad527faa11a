"""A lease: of all processes of a service, one relays, ticks and loops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared import ambient

TTL = timedelta(seconds=10)
RENEWALS = 3  # within its time; whoever misses one more has lost it, whatever any clock says


class Lease:
    """Held from `renew` until its time is over, unless renewed. Racing is harmless: one wins.

    Somebody else's is over, too, once it has been seen unchanged at more looks than it would have
    been renewed at: a killed process whose clock was ahead holds up nobody.
    Two may both believe they hold it for a moment (a stopped process, clocks apart), so what runs
    under it must bear repeats; it saves work, it does not guard it.
    """

    def __init__(
        self, database: Database[dict[str, Any]], name: str, holder: str, ttl: timedelta = TTL
    ) -> None:
        self._leases = database["leases"]
        self._name = name
        self._holder = holder
        self._ttl = ttl
        self._until: datetime | None = None
        self._seen: Mapping[str, Any] | None = None  # somebody else's, as it stood at the last look
        self._looks = 0  # at which it stood so

    def held(self) -> bool:
        """Asks no store: cheap enough for every turn of a loop."""
        return self._until is not None and ambient.now() < self._until

    @property
    def renew_every(self) -> timedelta:
        return self._ttl / RENEWALS

    def renew(self) -> bool:
        """Take it if it is free or over, keep it if it is ours. Whether we hold it now."""
        now = ambient.now()
        over: list[Mapping[str, Any]] = [{"holder": self._holder}, {"until": {"$lte": now}}]
        if self._seen and self._looks > RENEWALS:
            over.append(self._seen)
        free = {"$or": over}
        ours = {"holder": self._holder, "until": now + self._ttl}
        try:
            # somebody else's: the filter misses, and the insert meets their _id
            self._leases.update_one({"_id": self._name, **free}, {"$set": ours}, upsert=True)
        except DuplicateKeyError:
            self._until = None
            self._look()
            return False
        self._until = now + self._ttl
        self._seen = None
        return True

    def _look(self) -> None:
        stands = self._leases.find_one({"_id": self._name}, {"_id": False})
        self._looks = self._looks + 1 if stands == self._seen else 1
        self._seen = stands

    def release(self) -> None:
        """Let another take it at once."""
        self._until = None
        self._leases.delete_one({"_id": self._name, "holder": self._holder})

"""A lease: of all processes of a service, one relays, ticks and loops."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared import ambient

TTL = timedelta(seconds=10)


class Lease:
    """Held from `renew` until its time is over, unless renewed. Racing is harmless: one wins.

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

    def held(self) -> bool:
        """Asks no store: cheap enough for every turn of a loop."""
        return self._until is not None and ambient.now() < self._until

    @property
    def renew_every(self) -> timedelta:
        return self._ttl / 3

    def renew(self) -> bool:
        """Take it if it is free or over, keep it if it is ours. Whether we hold it now."""
        now = ambient.now()
        free = {"$or": [{"holder": self._holder}, {"until": {"$lte": now}}]}
        ours = {"holder": self._holder, "until": now + self._ttl}
        try:
            # somebody else's: the filter misses, and the insert meets their _id
            self._leases.update_one({"_id": self._name, **free}, {"$set": ours}, upsert=True)
        except DuplicateKeyError:
            self._until = None
            return False
        self._until = now + self._ttl
        return True

    def release(self) -> None:
        """Let another take it at once."""
        self._until = None
        self._leases.delete_one({"_id": self._name, "holder": self._holder})

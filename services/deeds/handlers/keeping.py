"""The index of this host, kept as the store has it.

Every process that searches looks for changes when it is asked something and has not looked for a
moment. Few changes go into the index at once; many, and a first build, in the background.
Processes of one host may share a directory: tantivy's lock lets one of them write at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

from services.deeds.documents.deed import last_number
from services.deeds.documents.search_entry import SearchEntry, identity
from services.deeds.handlers.entries import WINDOW
from services.deeds.search.entry import analyser
from services.deeds.search.index import VERSION, Index, Reader, Writer, WriterTaken
from shared.tracing import log

LOOK_EVERY = 0.25  # seconds
OVERLAP = timedelta(seconds=10)  # a write that took long may show after a later one
FEW = 100
SMALL = 1_000  # a whole catalogue that is built while its first reader waits a second
COMMIT_EVERY = 2_000
MARK_EVERY = 60.0  # seconds, while nothing changes
LONG_AWAY = timedelta(hours=1)  # more has changed than one question to the store can bring
UNTOUCHED = timedelta(days=7)


class Keeper:
    """One directory. `reader()` gives the index as it stands."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._mark = directory / "kept-up-to"
        self._lock = threading.Lock()  # held while changes are looked for or put in
        self._latest: datetime | None = None  # the mark as last seen, and when it had moved
        self._moved = self._looked = float("-inf")
        self._index, self._reader = self._opened()

    def reader(self) -> Reader:
        """Never waits for a build, nor for another thread."""
        if time.monotonic() - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            self._guarded(self._look)
        return self._reader

    @property
    def building(self) -> int | None:
        """Per cent of a first build that is done; None once the index has been whole."""
        if self._kept_up_to():
            return None
        return min(99, 100 * self._reader.count // max(1, last_number()))

    def _opened(self) -> tuple[Index, Reader]:
        """What cannot be read is built anew."""
        try:
            found = Index(self._directory)
            return found, found.reader()
        except ValueError as error:
            log.warning("search_index_broken", error=str(error))
            shutil.rmtree(self._directory)
            found = Index(self._directory)
            return found, found.reader()

    # --- with the lock held

    def _guarded(self, work: Callable[[], bool | None]) -> None:
        """Work, and let go of the lock unless the work has gone to a thread of its own."""
        handed_on = None
        try:
            handed_on = work()
        except WriterTaken:
            pass  # another process puts the same changes in
        except (PyMongoError, OSError) as error:
            log.warning("search_not_kept", error=str(error))  # the index still answers
        except ValueError:
            self._index, self._reader = self._opened()
        finally:
            self._looked = time.monotonic()
            if not handed_on:
                self._lock.release()

    def _look(self) -> bool:
        self._reader = self._index.reader()
        mark = self._kept_up_to()
        if mark != self._latest:
            self._latest, self._moved = mark, time.monotonic()
        now = _store_clock()
        if mark is None or now - mark > LONG_AWAY:
            return self._run(lambda: self._build(now), last_number(), at_once=SMALL)
        new = self._new_since(mark)
        if new:
            return self._run(lambda: self._follow(new), len(new))
        if time.monotonic() - self._moved > MARK_EVERY:
            self._move_mark(now)
        return False

    def _run(self, work: Callable[[], None], size: int, *, at_once: int = FEW) -> bool:
        """Says whether the work has gone to a thread of its own, and the lock with it."""
        if size <= at_once:
            work()
            return False
        threading.Thread(target=self._guarded, args=[work], daemon=True).start()
        return True

    def _build(self, began: datetime) -> None:
        """All there is. What changes meanwhile, behind us too, is later than `began`."""
        writer = self._index.writer()
        for start in range(0, last_number(), WINDOW):
            numbers = {"number": {"$gt": start, "$lte": start + WINDOW}}
            for entry in SearchEntry._get_collection().find(numbers):
                _put(writer, entry)
            if start % COMMIT_EVERY == 0:
                writer.commit()
                self._reader = self._index.reader()
        self._finish(writer, began)

    def _new_since(self, mark: datetime) -> dict[str, datetime]:
        """Id → when it changed, of what the index does not have yet."""
        recent = time.monotonic() - self._moved < OVERLAP.total_seconds()
        since = {"$gt": mark - OVERLAP if recent else mark}
        fields = {"changed_at": True, "gone": True}
        rows = SearchEntry._get_collection().find({"changed_at": since}, fields)
        return {row["_id"]: row["changed_at"] for row in rows if self._lacks(row)}

    def _lacks(self, row: dict[str, Any]) -> bool:
        held = self._reader.changed(row["_id"])
        return held is not None if row["gone"] else held != _milliseconds(row["changed_at"])

    def _follow(self, new: dict[str, datetime]) -> None:
        writer = self._index.writer()
        for entry in _entries(new):
            _put(writer, entry)
        self._finish(writer, max(new.values()))

    def _finish(self, writer: Writer, mark: datetime) -> None:
        writer.commit()
        self._move_mark(mark)
        self._reader = self._index.reader()

    def _move_mark(self, mark: datetime) -> None:
        draft = self._mark.with_suffix(".new")
        draft.write_text(json.dumps(mark.isoformat()))
        os.replace(draft, self._mark)

    def _kept_up_to(self) -> datetime | None:
        """All changes until then are in the index; None until it has been whole."""
        try:
            return datetime.fromisoformat(json.loads(self._mark.read_text()))
        except (OSError, ValueError):
            return None


def _store_clock() -> datetime:
    now: datetime = SearchEntry._get_db().command("hello")["localTime"]
    return now.replace(tzinfo=UTC)  # an answer to a command comes without the zone


def _entries(new: dict[str, datetime]) -> Iterable[dict[str, Any]]:
    """One by one when they are few: the embedded store is slow at `$in`."""
    collection = SearchEntry._get_collection()
    if len(new) <= FEW:
        return filter(None, (collection.find_one({"_id": key}) for key in new))
    span = {"$gte": min(new.values()), "$lte": max(new.values())}
    return (each for each in collection.find({"changed_at": span}) if each["_id"] in new)


def _put(writer: Writer, entry: dict[str, Any]) -> None:
    if entry["gone"]:
        writer.remove(entry["_id"])
    else:
        writer.put(entry["_id"], _milliseconds(entry["changed_at"]), entry)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


_keepers: dict[str, Keeper] = {}
_keepers_lock = threading.Lock()
_base = Path()


def keep_index_in(directory: str) -> None:
    """Where the indexes of this host are; "" for the system's temporary directory."""
    global _base
    own = f"kunteko-search-{os.getuid()}"
    _base = Path(directory) if directory else Path(tempfile.gettempdir()) / own


keep_index_in("")


def current_keeper() -> Keeper:
    """Of the store that the service is connected to; made by today's analyser and schema."""
    name = f"{identity(SearchEntry._get_db())} {analyser()} {VERSION}"
    key = hashlib.sha256(name.encode()).hexdigest()[:16]
    with _keepers_lock:
        if key not in _keepers:
            _keepers.clear()
            _keepers[key] = Keeper(_base / key)
            _sweep(_base / key)
        return _keepers[key]


def _sweep(current: Path) -> None:
    """Remove indexes of earlier stores and analysers. One still in use is built anew."""
    os.utime(current)  # by the file system's own clock
    now = current.stat().st_mtime
    for other in current.parent.glob("*/"):
        if now - other.stat().st_mtime > UNTOUCHED.total_seconds():
            shutil.rmtree(other, ignore_errors=True)

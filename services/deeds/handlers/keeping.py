"""The index of this host, kept as the store has it.

Every process that searches looks for changes when it is asked something and has not looked for a
moment. Few changes are put into the index at once; many, and a first build, in the background.
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
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pymongo.errors import PyMongoError

from services.deeds.documents.search_entry import SearchEntry
from services.deeds.search import entry, index
from shared.tracing import log

LOOK_EVERY = 0.25  # seconds
OVERLAP = timedelta(seconds=10)  # a write that took long may show after a later one
FEW = 100
COMMIT_EVERY = 2_000


@dataclass(frozen=True)
class Progress:
    """Up to where the index has the store's changes, and whether it has had all of them."""

    changed_at: str = ""
    whole: bool = False


class Keeper:
    """One directory. `reader()` gives the index as it stands."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._lock = threading.Lock()  # held while changes are looked for or put in
        self._index, self._reader = _opened(directory)
        self._looked = self._advanced = float("-inf")
        self._total = 0

    def reader(self) -> index.Reader:
        if time.monotonic() - self._looked >= LOOK_EVERY and self._lock.acquire(blocking=False):
            if not self._look():
                self._lock.release()
        return self._reader

    @property
    def building(self) -> int | None:
        """Per cent of a first build that is done; None when the index is whole."""
        if self._progress().whole or not self._total:
            return None
        return min(99, 100 * self._reader.count // self._total)

    def _look(self) -> bool:
        """True when the work, and the lock, have gone to a thread of their own."""
        try:
            progress = self._progress()
            changes = self._changes(progress)
            if self._total > FEW:
                threading.Thread(target=self._put_all, args=[changes], daemon=True).start()
                return True
            self._put(changes)
        except PyMongoError as error:
            # without the store the index still answers
            log.warning("search_store_away", error=str(error))
        return False

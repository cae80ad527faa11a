"""How often somebody may do a thing, counted in memory that forked processes share.

Each key has one number: the moment its allowance would be full again. (The generic cell rate
algorithm: a bucket that drains evenly, without counters to reset and rows to tidy up.)
"""

from __future__ import annotations

import fcntl
import mmap
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b

from shared import ambient

ROW = struct.Struct("=8sd")  # who, and when the allowance is full again
WAYS = 8  # rows where a key may be: the one full soonest makes room for another


class Meter:
    """Made before the fork, all processes count together; made after it, each for itself."""

    def __init__(self, rows: int = 65536) -> None:
        self.sets = rows // WAYS
        self.salt = ambient.random_token().encode()[:16]  # nobody can choose who shares a row
        # a file, because the kernel lets go of a lock whose holder was killed
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the process
        self.file.truncate(self.sets * WAYS * ROW.size)
        self.memory = mmap.mmap(self.file.fileno(), 0)
        self.threads = threading.Lock()

    def take(self, key: str, a_minute: int, now: float) -> float:
        """Seconds to wait; 0 when it may be done now, which is then counted. What is refused costs
        nothing. A minute's worth may be done at once. `now`: of a clock that never goes back."""
        who = blake2b(key.encode(), key=self.salt, digest_size=8).digest()
        with self._alone(start := self._start(who)):
            at, full = self._find(who, start)
            full = max(full, now) + 60 / a_minute
            if full - now > 60.001:
                return full - now - 60
            ROW.pack_into(self.memory, at, who, full)
            return 0.0

    def _start(self, who: bytes) -> int:
        return int.from_bytes(who, "big") % self.sets * WAYS * ROW.size

    def _find(self, who: bytes, start: int) -> tuple[int, float]:
        """Where the key's row is or may be put, and when its allowance is full."""
        rows = []
        for at in range(start, start + WAYS * ROW.size, ROW.size):
            holder, full = ROW.unpack_from(self.memory, at)
            if holder == who:
                return at, full
            rows.append((full, at))
        return min(rows)[1], 0.0

    @contextmanager
    def _alone(self, start: int) -> Iterator[None]:
        """Against this process's threads, and against other processes."""
        with self.threads:
            fcntl.lockf(self.file, fcntl.LOCK_EX, WAYS * ROW.size, start)
            try:
                yield
            finally:
                fcntl.lockf(self.file, fcntl.LOCK_UN, WAYS * ROW.size, start)


@cache
def shared_meter() -> Meter:
    """The one of this process, and of those it forks from now on."""
    return Meter()

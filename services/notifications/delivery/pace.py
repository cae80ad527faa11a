"""How fast one domain gets mails: never above the office's pace, and not while it asks for a pause.

Known to the delivering process only: after a restart it is learned anew.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notifications.smtp import Deferred

MINUTE = timedelta(minutes=1)
SHORTEST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=15)
SLOW_DOWN = frozenset({421, 450, 451})
OF_ONE_MAILBOX = ("4.1.", "4.2.")  # RFC 3463: the address or its mailbox, not the server


@dataclass
class Pause:
    until: datetime
    length: timedelta
    words: str  # of the server that asked for it


@dataclass
class Domain:
    taken: deque[datetime] = field(default_factory=deque)  # when mails went in the last minute
    put_off: int = 0  # mails that wait for their turn since then
    pause: Pause | None = None


@dataclass(frozen=True)
class NotYet:
    until: datetime
    words: str


class Pace:
    """`mails_a_minute` to one domain in any sixty seconds; 0 for no limit.

    For several threads: whoever sends from this process shares it.
    """

    def __init__(self, mails_a_minute: int = 0) -> None:
        self._lock = threading.Lock()
        self._most = mails_a_minute
        self._domains: dict[str, Domain] = {}

    def begin_round(self, now: datetime) -> None:
        """Whoever was put off asks again; domains with nothing to remember are forgotten."""
        with self._lock:
            for name, domain in list(self._domains.items()):
                domain.put_off = 0
                _forget(domain.taken, now)
                if not domain.taken and domain.pause is None:
                    del self._domains[name]

    def turn(self, address: str, now: datetime) -> NotYet | None:
        """Take a turn for one mail; when it is not its turn yet, nothing is taken."""
        with self._lock:
            if not self._most and not self._domains:
                return None
            domain = self._domains.setdefault(domain_of(address), Domain())
            if domain.pause and domain.pause.until > now:
                return NotYet(domain.pause.until, domain.pause.words)
            if not self._most:
                return None
            _forget(domain.taken, now)
            if len(domain.taken) >= self._most:
                rounds, place = divmod(domain.put_off, self._most)
                domain.put_off += 1
                return NotYet(domain.taken[place] + MINUTE * (1 + rounds), "")
            domain.taken.append(now)
            return None

    def slow_down(self, address: str, words: str, now: datetime) -> None:
        """The domain asked for less: a pause, twice as long each time in a row."""
        with self._lock:
            domain = self._domains.setdefault(domain_of(address), Domain())
            before = domain.pause
            if before and before.until > now:
                return  # mails that were under way when the pause began say the same
            length = min(before.length * 2, LONGEST_PAUSE) if before else SHORTEST_PAUSE
            domain.pause = Pause(now + length, length, words)

    def went_well(self, address: str) -> None:
        with self._lock:
            domain = self._domains.get(domain_of(address))
            if domain:
                domain.pause = None


def asks_for_a_pause(outcome: object) -> bool:
    """421, 450 or 451 that is about the server, not about one mailbox."""
    if not isinstance(outcome, Deferred) or outcome.code not in SLOW_DOWN:
        return False
    return not any(part.startswith(OF_ONE_MAILBOX) for part in _first_words(outcome.words))


def _first_words(words: str) -> Iterator[str]:
    return iter(words.split(None, 2)[:2])


def _forget(taken: deque[datetime], now: datetime) -> None:
    while taken and taken[0] + MINUTE <= now:
        taken.popleft()


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].casefold()

"""Keeps a few processes alive until it is told to stop; gives up when one will not stay up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from deploy.children import Child

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
TRIES = 5  # restarts that did not last, before giving up
STEADY = 60.0  # seconds after which a start has lasted


class GaveUp(Exception):
    """A process ended again and again."""


@dataclass
class Watched:
    child: Child
    started: float
    tries: int = 0
    start_at: float | None = None

    def look(self, now: float, tell: Callable[[str], None]) -> None:
        """Start it again if it ended and its pause is over. Raises GaveUp."""
        if self.start_at is not None:
            if now >= self.start_at:
                self.start_at, self.started = None, now
                self.child.start()
        elif not self.child.alive:
            self._ended(now, tell)

    def _ended(self, now: float, tell: Callable[[str], None]) -> None:
        self.tries = 1 if now - self.started > STEADY else self.tries + 1
        if self.tries > TRIES:
            raise GaveUp(f"{self.child.name} does not stay up{self.child.last_words}")
        self.child.kill()  # what its group left behind
        pause = min(FIRST_PAUSE * 2 ** (self.tries - 1), LONGEST_PAUSE)
        self.start_at = now + pause
        tell(f"{self.child.name} ended with status {self.child.status}: again in {pause:g} s")


@dataclass
class Supervisor:
    """`children` in the order they were started; they are stopped the other way round."""

    tell: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    watched: list[Watched] = field(default_factory=list)

    def start(self, *children: Child) -> None:
        for child in children:
            self.watched.append(Watched(child.start(), self.clock()))

    def watch(self, stop: threading.Event) -> None:
        """Until `stop`. Raises GaveUp."""
        while not stop.wait(0.25):
            self.look()

    def look(self) -> None:
        for each in self.watched:
            each.look(self.clock(), self.tell)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()

    @property
    def children(self) -> Sequence[Child]:
        return [each.child for each in self.watched]

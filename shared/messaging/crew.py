"""The threads of a worker process: each keeps going, whatever its work raises."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from time import monotonic

from pymongo.errors import PyMongoError

from shared.errors import KuntekoError
from shared.messaging.worker import Loop
from shared.tracing import log

PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0)  # seconds before the next start, by failures so far
STEADY = 30.0  # seconds without a failure after which failures are forgotten
RECENTLY = 25.0  # seconds from a new start: what fails again has failed by then, as a rule
NOT_OURS_YET = timedelta(seconds=1)


class Crew:
    """Starts threads, restarts their work after failures, and tells which fail."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self._threads: list[threading.Thread] = []
        self._failures: dict[str, tuple[float, str]] = {}

    @property
    def failing(self) -> dict[str, str]:
        """Name → error, of the work that failed and has not gone well for a while since."""
        since = monotonic() - RECENTLY
        return {
            name: error
            for name, (started_again, error) in list(self._failures.items())
            if started_again > since
        }

    def start(self, name: str, work: Callable[[], None]) -> None:
        """`work` returns only after `stop`; whenever it raises it is started again, later."""
        thread = threading.Thread(
            target=self._keep_going, args=(name, work), name=name, daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def join(self, timeout: float) -> None:
        """Wait for all to end; `timeout` seconds in all."""
        deadline = monotonic() + timeout
        for thread in self._threads:
            thread.join(max(deadline - monotonic(), 0))

    def _keep_going(self, name: str, work: Callable[[], None]) -> None:
        failures = 0
        while not self.stop.is_set():
            started = monotonic()
            try:
                work()
            except Exception as error:
                failures = 1 if monotonic() - started > STEADY else failures + 1
                pause = PAUSES[min(failures, len(PAUSES)) - 1]
                self._failures[name] = (monotonic() + pause, str(error))
                _complain(name, error, pause)
                self.stop.wait(pause)


def repeat(
    loop: Loop, stop: threading.Event, wake: threading.Event, ours: Callable[[], bool]
) -> None:
    """Turn the loop until `stop`: while `ours`, at its pace, or at once when woken."""
    while True:
        wake.clear()  # before the turn: a change during it wakes the next
        if stop.is_set():
            return  # asked after clearing: whoever stops us wakes us too
        mine = ours()
        if mine and loop.run_once():
            continue
        pause = loop.every if mine else min(loop.every, NOT_OURS_YET)
        wake.wait(pause.total_seconds())


def _complain(name: str, error: Exception, pause: float) -> None:
    """One line for what comes and goes (the broker, the store), a trace for what should not be."""
    foreseen = isinstance(error, (KuntekoError, PyMongoError))
    log.warning("work failed", work=name, error=str(error), again_in=pause, exc_info=not foreseen)

"""SIGTERM and SIGINT ask a process to end what it is at, and then to stop."""

from __future__ import annotations

import signal
import threading


def stop_on_signal() -> threading.Event:
    """Set by the first of these signals. Call it from the main thread."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop

"""One worker process: the relays, consumers, timers and loops of one service, or of all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from deploy.backup.restoring import half_restored
from deploy.migrate import with_migrations
from deploy.registry import SERVICES, Service, workers
from deploy.signals import stop_on_signal
from shared.messaging.run import run_worker
from shared.settings import load
from shared.tracing import configure_logging


def serve(services: Sequence[Service]) -> int:
    """Run until SIGTERM or SIGINT; what is being handled is finished first."""
    settings = load(os.environ)
    configure_logging(settings)
    if half_restored(settings):
        print(
            "kunteko: a restore was cut short: repeat it with --replace before anything runs",
            file=sys.stderr,
        )
        return 1
    stop = stop_on_signal()
    mine = {each.name for each in services}
    system = workers(settings, SERVICES)  # all: their queues must exist before we publish
    running = [with_migrations(w) for w in system if w.name in mine]
    run_worker(settings, running, stop, system=system)
    return 0

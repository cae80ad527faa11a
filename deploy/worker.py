"""One worker process: the relays, consumers, timers and loops of one service, or of all."""

from __future__ import annotations

import os
from collections.abc import Sequence

from deploy.registry import SERVICES, Service, workers
from deploy.signals import stop_on_signal
from shared.messaging.run import run_worker
from shared.settings import load
from shared.tracing import configure_logging


def serve(services: Sequence[Service]) -> int:
    """Run until SIGTERM or SIGINT; what is being handled is finished first."""
    settings = load(os.environ)
    configure_logging(settings)
    stop = stop_on_signal()
    mine = {each.name for each in services}
    system = workers(settings, SERVICES)  # all: their queues must exist before we publish
    run_worker(settings, [w for w in system if w.name in mine], stop, system=system)
    return 0

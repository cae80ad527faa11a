"""Running the workers of a process until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from shared.messaging import stored_dead_letters
from shared.messaging.gauges import BusGauges
from shared.messaging.health import serving
from shared.messaging.rabbitmq import queue_depths
from shared.messaging.shift import Shift
from shared.messaging.topology import dead_queue, queue, queues
from shared.messaging.worker import Worker
from shared.settings import Settings
from shared.tracing import log


def run_worker(
    settings: Settings,
    workers: Sequence[Worker],
    stop: threading.Event,
    *,
    system: Sequence[Worker] | None = None,
) -> None:
    """Run until `stop`. The stores of all `workers` are connected already.

    system  the workers of all processes, so that every queue exists before the first event is
            published; without it, `workers` are all there are. The in-process bus needs them all.
    """
    names = [worker.name for worker in workers]
    shift = Shift(workers, stop)
    gauges = BusGauges(workers, _depths(settings, workers))
    with serving(settings.metrics_bind, gauges, lambda: shift.crew.failing):
        for worker in workers:
            shift.start_own(worker)
            if settings.bus == "rabbitmq":
                shift.start_rabbitmq(worker, settings.broker_url, system or workers)
        if settings.bus == "inprocess":
            shift.start_inprocess()
        shift.start_watching()
        log.info("worker started", services=names, bus=settings.bus)
        stop.wait()
        shift.end()
    log.info("worker stopped", services=names)


def _depths(settings: Settings, workers: Sequence[Worker]) -> Callable[[], Mapping[str, int]]:
    """Messages by queue. In process the outbox is the queue: only the dead ones lie apart."""
    if settings.bus == "rabbitmq":
        return partial(queue_depths, settings.broker_url, queues(workers))
    names = [worker.name for worker in workers if worker.handlers]
    return lambda: {dead_queue(queue(name)): stored_dead_letters.count(name) for name in names}

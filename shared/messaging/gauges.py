"""What Prometheus asks of a worker: how far behind it is. Read when asked, never kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared import ambient
from shared.messaging.outbox import backlog
from shared.messaging.worker import Worker
from shared.tracing import log

Depths = Callable[[], Mapping[str, int]]
"""Queue name → messages in it."""


class BusGauges(Collector):
    def __init__(self, workers: Sequence[Worker], depths: Depths) -> None:
        self._workers = workers
        self._depths = depths

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing beforehand: registering must not ask the store or the broker."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A figure that cannot be had now is left out, and the others still come."""
        for figures in (self._outboxes, self._queues):
            try:
                yield from figures()
            except Exception as error:
                log.warning("figures missing", error=str(error))

    def _outboxes(self) -> Iterator[GaugeMetricFamily]:
        size = GaugeMetricFamily(
            "kunteko_outbox_cases", "Cases with events untold", labels=["service"]
        )
        age = GaugeMetricFamily(
            "kunteko_outbox_age_seconds", "Wait of the oldest untold event", labels=["service"]
        )
        now = ambient.now()
        for worker in self._workers:
            backlogs = [backlog(case_class) for case_class in worker.cases]
            waits = [(now - each.oldest).total_seconds() for each in backlogs if each.oldest]
            size.add_metric([worker.name], sum(each.cases for each in backlogs))
            age.add_metric([worker.name], max(waits, default=0.0))
        yield size
        yield age

    def _queues(self) -> Iterator[GaugeMetricFamily]:
        depth = GaugeMetricFamily("kunteko_queue_messages", "Messages in a queue", labels=["queue"])
        for queue, messages in self._depths().items():
            depth.add_metric([queue], messages)
        yield depth

"""/metrics for Prometheus: request times by endpoint, and what the services add."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from shared.tracing import log

# anybody may invent more, and each would take up memory for good
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
REQUEST_SECONDS = Histogram(
    "kunteko_request_seconds",
    "Time to answer a request",
    ["service", "endpoint", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


@dataclass(frozen=True)
class Reading:
    """One value of a gauge: name without the `kunteko_` prefix, what it means, labels."""

    name: str
    meaning: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


GaugeSource = Callable[[], Iterable[Reading]]


class GaugeSources(Collector):
    """Reads the registered sources at each scrape; one that fails leaves the others standing."""

    def __init__(self) -> None:
        self.sources: list[GaugeSource] = []

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # the sources are not asked before the first scrape

    def collect(self) -> Iterator[GaugeMetricFamily]:
        families: dict[str, GaugeMetricFamily] = {}
        for reading in self.readings():
            name = f"kunteko_{reading.name}"
            labels = list(reading.labels)
            family = families.setdefault(
                name, GaugeMetricFamily(name, reading.meaning, labels=labels)
            )
            family.add_metric(list(reading.labels.values()), reading.value)
        yield from families.values()

    def readings(self) -> Iterator[Reading]:
        for source in self.sources:
            try:
                yield from list(source())
            except Exception as error:
                log.warning("gauge source failed", source=repr(source), error=str(error))


gauge_sources = GaugeSources()
REGISTRY.register(gauge_sources)


def register_gauge_source(source: GaugeSource) -> None:
    """Let a service or worker show values of its own, read at each scrape; once per source."""
    if source not in gauge_sources.sources:
        gauge_sources.sources.append(source)


def register_metrics(app: Flask, service: str) -> None:
    app.add_url_rule("/metrics", "metrics", show_metrics)

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def stop_clock(response: Response) -> Response:
        if "started" in g:
            labels = (
                service,
                request.endpoint or "none",
                request.method if request.method in METHODS else "other",
                str(response.status_code),
            )
            REQUEST_SECONDS.labels(*labels).observe(time.perf_counter() - g.started)
        return response


def show_metrics() -> Response:
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

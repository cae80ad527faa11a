"""`kunteko read-models watch`: a check of all every night, told in the log and on /metrics."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from threading import Event

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from deploy.read_models import ReadModels
from deploy.signals import stop_on_signal
from shared import ambient
from shared.messaging.health import serving
from shared.tracing import configure_logging, log

NIGHT = time(3, 0)  # in Finland
SHOWN = 20  # rows of a read model that are named one by one


class DriftGauges(Collector):
    """What the last night found; nothing before the first."""

    def __init__(self) -> None:
        self.drift: dict[str, int] = {}
        self.checked_at: datetime | None = None

    def describe(self) -> list[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        rows = GaugeMetricFamily(
            "kunteko_read_model_drift", "Rows that are not as was told", labels=["model"]
        )
        for model, count in sorted(self.drift.items()):
            rows.add_metric([model], count)
        yield rows
        if self.checked_at:
            at = self.checked_at.timestamp()
            yield GaugeMetricFamily("kunteko_read_models_checked_seconds", "When", value=at)


def watch(read_models: ReadModels) -> int:
    """Check now and every night, until SIGTERM."""
    configure_logging(read_models.settings)
    stop = stop_on_signal()
    gauges = DriftGauges()
    with serving(read_models.settings.metrics_bind, gauges, dict):
        while not stop.is_set():
            look_at_all(read_models, gauges, stop)
            stop.wait(until_night(ambient.now()).total_seconds())
    return 0


def look_at_all(read_models: ReadModels, gauges: DriftGauges, stop: Event) -> None:
    """One that cannot be checked now keeps its figure, and the others are still checked."""
    for model in read_models.all:
        if stop.is_set():
            return
        try:
            drift = read_models.check(model).drift
        except Exception as error:
            log.error("read model not checked", model=model.name, error=str(error))
            continue
        gauges.drift[model.name] = len(drift)
        log.info("read model checked", model=model.name, drift=len(drift))
        for each in drift[:SHOWN]:
            log.warning("read model drifts", model=each.model, row=each.row, kind=each.kind)
    gauges.checked_at = ambient.now()


def until_night(now: datetime) -> timedelta:
    local = now.astimezone(ambient.HELSINKI)
    tonight = datetime.combine(local.date(), NIGHT, ambient.HELSINKI)
    if tonight <= local:
        tonight = datetime.combine(local.date() + timedelta(days=1), NIGHT, ambient.HELSINKI)
    return tonight.astimezone(UTC) - now

"""The read models of all services: listed, compared with their histories, brought to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from deploy.registry import SERVICES, workers
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.rabbitmq import queue_depths
from shared.messaging.topology import dead_queue, queue, queues_of
from shared.messaging.worker import Worker
from shared.read_models.checking import Checked, Drift, check
from shared.read_models.looking import Progress
from shared.read_models.mending import Mended, rebuild
from shared.read_models.model import ReadModel
from shared.settings import Settings
from shared.workflow.case import Case


def _silent(_done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class ReadModels:
    """Connects to the stores of all services. Nothing is read or written before it is asked for."""

    settings: Settings

    @cached_property
    def all(self) -> tuple[ReadModel, ...]:
        return tuple(
            model
            for service in SERVICES
            if (module := service.module("read_models"))
            for model in cast("list[ReadModel]", module.read_models(self.settings))
        )

    def named(self, name: str = "") -> tuple[ReadModel, ...]:
        """By name, by the name of its service, or all of them. Raises KeyError."""
        chosen = tuple(each for each in self.all if name in ("", each.name, each.service))
        if not chosen:
            raise KeyError(name)
        return chosen

    def check(self, model: ReadModel, progress: Progress = _silent) -> Checked:
        """Writes nothing."""
        return check(model, self._cases, self._waiting, progress)

    def rebuild(self, model: ReadModel, progress: Progress = _silent) -> Mended:
        """While the services run. Harmless to repeat."""
        return rebuild(model, self._cases, progress)

    @cached_property
    def _workers(self) -> Sequence[Worker]:
        return workers(self.settings)

    @cached_property
    def _cases(self) -> Sequence[type[Case]]:
        return [case_class for worker in self._workers for case_class in worker.cases]

    def _waiting(self, model: ReadModel) -> bool:
        """Whether events lie in the service's queues. In process the outbox alone tells that."""
        if self.settings.bus != "rabbitmq":
            return False
        dead = dead_queue(queue(model.service))
        asked = [each for each in queues_of(model.service, ()) if each.name != dead]
        try:
            return any(queue_depths(self.settings.broker_url, asked).values())
        except BrokerUnavailable:
            return True  # nobody can tell


def drifting(settings: Settings, name: str = "") -> list[Drift]:
    """Where read models have come apart from the histories; what is on its way is none of it."""
    models = ReadModels(settings)
    return [drift for model in models.named(name) for drift in models.check(model).drift]


def lines_of(models: Iterable[ReadModel]) -> Iterator[str]:
    """Each with where its rows are and how many kinds of events tell it."""
    for model in models:
        places = ", ".join(view.name for view in model.views)
        yield f"{model.name:26} {places} (event types: {len(model.handlers)})"

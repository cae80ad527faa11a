"""The services that Kunteko is made of: where each one's web side and worker side are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from flask import Flask

    from shared.messaging.worker import Worker
    from shared.settings import Settings


class UnknownService(Exception):
    """No service of that name."""


@dataclass(frozen=True)
class Service:
    name: str

    @property
    def package(self) -> str:
        return f"services.{self.name}"

    def module(self, name: str) -> ModuleType | None:
        """A module of the service, imported only now; None where it has no such module."""
        path = f"{self.package}.{name}"
        return import_module(path) if find_spec(path) else None

    def app(self, settings: Settings) -> Flask:
        return cast("Flask", import_module(f"{self.package}.app").create_app(settings))

    def worker(self, settings: Settings) -> Worker | None:
        """Its worker, on a connected store; None for a service that has nothing to do unasked."""
        consumer = self.module("consumer")
        if consumer is None:
            return None
        from shared import store  # late: the command's other words need no MongoEngine

        store.connect(settings, self.name)
        return cast("Worker", consumer.worker(settings))


SERVICES = tuple(
    Service(name) for name in ("applications", "experts", "notifications", "accounts", "deeds")
)


def service(name: str) -> Service:
    for each in SERVICES:
        if each.name == name:
            return each
    raise UnknownService(f"no service {name}: there are {', '.join(s.name for s in SERVICES)}")


def workers(settings: Settings, services: Iterable[Service] = SERVICES) -> list[Worker]:
    found = (each.worker(settings) for each in services)
    return [worker for worker in found if worker is not None]

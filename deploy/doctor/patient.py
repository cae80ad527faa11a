"""Whom the doctor looks at: the settings of this machine, the services, and their store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from mongoengine import Document
from pymongo import MongoClient
from pymongo.collection import Collection
from pymongo.database import Database

from deploy.embedded import running
from deploy.embedded_settings import Run, run_from
from deploy.operator import is_embedded, settings_here
from deploy.registry import workers
from shared.messaging.worker import Worker
from shared.settings import Settings
from shared.workflow.case import Case

# short: whoever asks a doctor waits for the answer
STORE_OPTIONS: dict[str, Any] = {
    "tz_aware": True,
    "serverSelectionTimeoutMS": 3000,
    "connectTimeoutMS": 3000,
    "socketTimeoutMS": 8000,
    "appname": "kunteko doctor",
}


@dataclass(frozen=True)
class Patient:
    """`run` is there for the embedded form alone. `thorough`: no check stops before its end."""

    settings: Settings
    run: Run | None = None
    thorough: bool = False

    @property
    def process(self) -> int | None:
        """The process of `kunteko run`."""
        return running(self.run.var) if self.run else None

    @property
    def is_public(self) -> bool:
        """Other people reach it: its address is not this machine's own."""
        return not is_loopback(urlsplit(self.settings.base_url).hostname or "")

    @cached_property
    def workers(self) -> list[Worker]:
        return workers(self.settings)

    @cached_property
    def client(self) -> MongoClient[dict[str, Any]]:
        return MongoClient(self.settings.store_url, **STORE_OPTIONS)

    def close(self) -> None:
        if "client" in vars(self):  # only if anybody has asked it
            self.client.close()

    def database(self, service: str) -> Database[dict[str, Any]]:
        return self.client[self.settings.store_prefix + service]

    def stored(self, document_class: type[Document]) -> Collection[dict[str, Any]]:
        """Past MongoEngine, which would make missing indexes as it looks."""
        name: str = document_class._get_collection_name()
        return self.database(document_class._meta["db_alias"])[name]

    @cached_property
    def cases(self) -> list[type[Case]]:
        """Every class of cases of the services, also those that nobody relays."""
        names = {worker.name for worker in self.workers}  # which also loads them
        return [each for each in _subclasses(Case) if each._meta.get("db_alias") in names]

    def start_worker(self, service: str) -> str:
        """What to do when the worker of a service does not do its work."""
        if self.run:
            return f"look into {self.run.var / 'log' / 'worker.log'}; `./kunteko run` starts it"
        return f"start `kunteko worker --service {service}`, or look into its log"


def patient_here(environ: Mapping[str, str], *, thorough: bool = False) -> Patient:
    """Raises SettingsError."""
    run = run_from(environ) if is_embedded(environ) else None
    return Patient(settings_here(environ), run, thorough)


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _subclasses(case_class: type[Case]) -> Iterator[type[Case]]:
    for each in case_class.__subclasses__():
        if not each._meta.get("abstract"):
            yield each
        yield from _subclasses(each)

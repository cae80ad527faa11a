"""`kunteko migrate`, and the worker's own: older documents and indexes brought up to this code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from pymongo.collection import Collection

from deploy.registry import SERVICES, Service
from shared import store
from shared.messaging.worker import Loop, Worker
from shared.migrations import bringing_up
from shared.migrations.indexes import Differences, differences, put_right
from shared.migrations.stored import Stored
from shared.settings import Settings

# a process of the release before may write the older shape until the last of them is gone
AGAIN = timedelta(hours=1)
SWEEPS = 10  # of the command, before it says that something cannot be migrated


@dataclass(frozen=True)
class Place:
    """One collection of one service, and the class of its documents."""

    service: str
    of: type[Stored]

    @property
    def documents(self) -> Collection[dict[str, Any]]:
        name: str = self.of._meta["collection"]
        return store.database(self.service)[name]

    def __str__(self) -> str:
        return f"{self.service}.{self.of._meta['collection']}"

    def sweep(self) -> int:
        """How many documents were brought up."""
        settings = store.settings_of(self.service)
        return bringing_up.sweep(self.documents, self.of.migrations, settings)

    def behind(self) -> int:
        """How many documents have an older shape."""
        if not self.of.migrations:
            return 0
        return self.documents.count_documents(bringing_up.behind(self.of.migrations))


def places(service: Service) -> list[Place]:
    """Of a service, by name. Connects nothing."""
    for name in ("documents", "consumer"):
        service.module(name)
    found = {each._meta["collection"]: each for each in _classes(Stored) if _is_of(each, service)}
    return [Place(service.name, found[name]) for name in sorted(found)]


def _classes(base: type[Stored]) -> Iterator[type[Stored]]:
    for each in base.__subclasses__():
        yield from _classes(each)
        if not each._meta.get("abstract"):
            yield each


def _is_of(document_class: type[Stored], service: Service) -> bool:
    return document_class.__module__.startswith(service.package + ".")


def existing(settings: Settings) -> Iterator[Place]:
    """All collections that are there. Connects the services' databases."""
    for service in SERVICES:
        store.connect(settings, service.name)
        there = set(store.database(service.name).list_collection_names())
        for place in places(service):
            if place.of._meta["collection"] in there:
                yield place


def pending(settings: Settings) -> list[str]:
    """What is not as this release has it, one line each; changes nothing."""
    return [line for place in existing(settings) for line in _lines(place)]


def _lines(place: Place) -> Iterator[str]:
    count = place.behind()
    if count:
        names = ", ".join(each.name for each in place.of.migrations)
        yield f"{place}: {count} documents have an older shape ({names})"
    different = differences(place.of, place.documents)
    if different:
        yield f"{place}: indexes {different}"


def migrate(settings: Settings, *, check: bool) -> int:
    """Bring everything up, or only say what is behind; 1 when something is or stays behind."""
    if not check:
        for place in existing(settings):
            _bring_up(place)
    lines = pending(settings)
    for line in lines:
        print(line, file=sys.stderr)
    if not lines:
        print("All documents and indexes are as this release has them.")
    elif check:
        print("run `kunteko migrate`, or let the workers do it", file=sys.stderr)
    return 1 if lines else 0


def _bring_up(place: Place) -> None:
    for _ in range(SWEEPS):  # writers may have come between
        count = place.sweep() if place.behind() else 0
        if not count:
            break
        print(f"{place}: {count} documents brought up")
    different: Differences = put_right(place.of, place.documents)
    if different:
        print(f"{place}: indexes put right ({different})")


def with_migrations(worker: Worker) -> Worker:
    """The worker, with a loop that brings up what is behind; MongoEngine makes new indexes."""
    mine = [place for each in SERVICES if each.name == worker.name for place in places(each)]
    versioned = [place for place in mine if place.of.migrations]
    if not versioned:
        return worker
    # one turn is one sweep: those that a writer kept from it have the next one, at once
    loop = Loop("migrate", lambda: sum(place.sweep() for place in versioned), AGAIN)
    return replace(worker, loops=(*worker.loops, loop))

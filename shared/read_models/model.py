"""What a read model is: who tells it, which handlers keep it, where its rows are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from mongoengine import Document

from shared.contracts.base import EventContract
from shared.messaging.worker import Handler
from shared.migrations.migration import SCHEMA
from shared.read_models.items import at
from shared.workflow.case import Case

H = TypeVar("H", bound=Callable[..., None])


@dataclass(frozen=True, eq=False)
class View:
    """Where rows are: a collection of their own, or a list that cases carry.

    document  whose collection it is
    items     name of the list; without it each document is one row
    same      what makes two items of the list the same, dotted names
    order     by what a missing item finds its place in the list
    only      which rows of the collection are the read model's, as a query
    ignores   fields that say when a row was written and not what it tells
    looks     False: that a row is there is all there is to compare
    removed   what a row becomes that should not be there; without it, it is deleted
    stamp     a field that has the store's time of each write
    """

    document: type[Document]
    items: str = ""
    same: tuple[str, ...] = ()
    order: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    ignores: frozenset[str] = frozenset()
    looks: bool = True
    removed: Mapping[str, Any] | None = None
    stamp: str = ""

    @property
    def name(self) -> str:
        collection: str = self.document._get_collection_name()
        return f"{collection}.{self.items}" if self.on_cases else collection

    @property
    def on_cases(self) -> bool:
        """Its rows are somebody's cases: neither made nor deleted here."""
        return issubclass(self.document, Case)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """Of a row, as stored, that are compared."""
        stored = self.document._db_field_map.values()
        return tuple(sorted(set(stored) - self.ignores - {"_id", SCHEMA, self.stamp}))

    def key_of(self, item: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(at(item, name) for name in self.same)

    def is_there(self, row: Mapping[str, Any]) -> bool:
        """A row that was removed without being deleted is none."""
        return self.removed is None or any(row.get(k) != v for k, v in self.removed.items())


def kept_by(
    index: Mapping[type[EventContract], Sequence[H]], *handlers: H
) -> dict[type[EventContract], list[H]]:
    """The part of a service's index of handlers that these handlers are."""
    kept = {
        contract: [each for each in listed if each in handlers]
        for contract, listed in index.items()
    }
    return {contract: listed for contract, listed in kept.items() if listed}


@dataclass(frozen=True)
class ReadModel:
    """A row, or an item of a list, follows from the events of one case, or from those of several
    that all say the same.

    name         <service>.<what it is>
    handlers     contract → the handlers that keep it, as in the service's index of handlers
    as_it_stands its handlers read the case itself: of each case the newest event is enough
    outlives     its rows stay when their case is deleted; a row's key is then the case's id
    """

    name: str
    handlers: Mapping[type[EventContract], Sequence[Handler]]
    views: tuple[View, ...]
    as_it_stands: bool = False
    outlives: bool = False

    @property
    def service(self) -> str:
        return self.name.partition(".")[0]

    @cached_property
    def contracts(self) -> dict[str, type[EventContract]]:
        """Event type → contract."""
        return {contract.type: contract for contract in self.handlers}

    def producers(self, cases: Sequence[type[Case]]) -> list[type[Case]]:
        """Those whose table has an event of this read model."""
        return [each for each in cases if self._told_by(each)]

    def _told_by(self, case_class: type[Case]) -> bool:
        return any(row.event in self.handlers for row in case_class.workflow.rows)

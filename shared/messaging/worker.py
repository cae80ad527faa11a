"""What a service asks of the messaging: whom it listens to, what it tells, what it repeats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from mongoengine import Document

from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.workflow.case import Case

Handler = Callable[[Event], None]
"""Handles one event. It must bear repeats and reordering; what it raises decides what comes next
(see `dispatch`)."""


@dataclass(frozen=True)
class Loop:
    """Work that one process of the service repeats every `every`.

    `run_once` returns how much it did; while that is not zero it runs again at once. A change in
    one of the `watches` collections wakes it before its time.
    """

    name: str
    run_once: Callable[[], int]
    every: timedelta
    watches: tuple[type[Document], ...] = ()


@dataclass(frozen=True)
class Worker:
    """One service's side of the messaging. `name` is the service's, and its database's alias.

    handlers  contract → its handlers, in order
    cases     the cases whose outboxes are relayed and whose timers fire
    loops     what else is repeated
    """

    name: str
    handlers: Mapping[type[EventContract], Sequence[Handler]] = field(default_factory=dict)
    cases: tuple[type[Case], ...] = ()
    loops: tuple[Loop, ...] = ()

    @cached_property
    def contracts(self) -> dict[str, type[EventContract]]:
        """Event type → contract, of everything this worker listens to."""
        return {contract.type: contract for contract in self.handlers}

    def listens_to(self, event_type: str) -> bool:
        return event_type in self.contracts

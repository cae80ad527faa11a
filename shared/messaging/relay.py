"""The relay: publishes what waits in a service's outboxes, and only then strikes it off.

Killed between the two, it publishes again: consumers are idempotent by key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from shared.messaging.envelope import Event
from shared.messaging.outbox import Untold, strike, untold
from shared.workflow.case import Case

BATCH = 100  # events for one wait for confirms: more gains little and repeats more after a kill

Publish = Callable[[Sequence[Event]], None]
"""Returns when every event is safe in the broker; raises if one may not be."""


@dataclass(frozen=True)
class Relay:
    cases: tuple[type[Case], ...]
    publish: Publish

    def run_once(self) -> int:
        """One sweep over the outboxes; returns how many events were published."""
        return sum(self._sweep(case_class) for case_class in self.cases)

    def _sweep(self, case_class: type[Case]) -> int:
        count = 0
        for batch in _batches(untold(case_class)):
            events = [event for case in batch for event in case.events]
            self.publish(events)
            strike(case_class, batch)
            count += len(events)
        return count


def _batches(cases: Iterable[Untold]) -> Iterator[list[Untold]]:
    """Whole cases, as many as make about BATCH events."""
    batch: list[Untold] = []
    size = 0
    for case in cases:
        batch.append(case)
        size += len(case.events)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

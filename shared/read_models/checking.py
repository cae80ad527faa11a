"""The reconciler: where read models and histories have come apart. It writes nothing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from shared.read_models.looking import (
    BEHIND,
    MISSING,
    SURPLUS,
    Difference,
    Progress,
    batches,
    differences,
    look,
)
from shared.read_models.model import ReadModel
from shared.workflow.case import Case

PAUSE = 3.0  # seconds until the second look: a handler that is at work is done by then

Waiting = Callable[[ReadModel], bool]
"""Whether events that have left the outboxes lie in the queues of the model's service."""


@dataclass(frozen=True)
class Drift:
    """`kind`: missing, surplus, behind or different; `fields` are those that differ."""

    model: str
    row: str
    kind: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        which = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{self.model}: {self.row}: {self.kind}{which}"


@dataclass(frozen=True)
class Checked:
    """`on_the_way`: so many differ only because their events have not arrived yet."""

    drift: tuple[Drift, ...]
    on_the_way: int = 0


def check(
    model: ReadModel,
    cases: Sequence[type[Case]],
    waiting: Waiting = lambda _model: False,
    progress: Progress = lambda _done, _all: None,
) -> Checked:
    """What differs twice, and is not merely on its way."""
    found = list(chain.from_iterable(differences(model, cases, progress)))
    # a row that no history tells of was there before the histories were read: no second look
    surplus = [each for each in found if each.kind == SURPLUS]
    doubtful = [each for each in found if each.kind != SURPLUS]
    busy = False
    if doubtful:
        time.sleep(PAUSE)
        busy = waiting(model)  # before the rows are read: what arrives after is one too many
        doubtful = _again(model, doubtful)
    late = [each for each in doubtful if _is_late(each, busy)]
    standing = [each for each in doubtful if each not in late]
    return Checked(tuple(_drift(model, each) for each in [*standing, *surplus]), len(late))


def _again(model: ReadModel, found: Iterable[Difference]) -> list[Difference]:
    """Those that differ still."""
    units = {each.unit for each in found}
    ids: dict[type[Case], set[str]] = defaultdict(set)
    for each in found:
        if each.told:
            ids[each.told.source].add(each.told.case_id)
    looked = (
        look(model, source, batch)
        for source, known in ids.items()
        for batch in batches(sorted(known))
    )
    return [each for each in chain.from_iterable(looked) if each.unit in units]


def _is_late(difference: Difference, busy: bool) -> bool:
    if difference.kind not in (MISSING, BEHIND) or difference.told is None:
        return False
    return busy or difference.told.waits


def _drift(model: ReadModel, difference: Difference) -> Drift:
    unit = difference.unit
    row = "/".join([unit.view.name, unit.key, *map(str, unit.item)])
    return Drift(model.name, row, difference.kind, difference.fields)

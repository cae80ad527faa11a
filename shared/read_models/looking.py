"""A read model beside what its histories tell: where the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.read_models.model import ReadModel, View
from shared.read_models.told import Told, Unit, told
from shared.workflow.case import Case

MISSING, SURPLUS, BEHIND, DIFFERENT = "missing", "surplus", "behind", "different"
BATCH = 100  # cases at a time: their histories are in memory, and no others

Progress = Callable[[int, int], None]
"""(cases looked at, of how many)"""

Row = Mapping[str, Any]
Rows = Mapping[tuple[View, str], Row]


@dataclass(frozen=True)
class Difference:
    """`told` is what the unit should be (None: not there), `row` its row as it was read."""

    unit: Unit
    kind: str
    fields: tuple[str, ...] = ()
    told: Told | None = None
    row: Row | None = None


def differences(
    model: ReadModel, cases: Sequence[type[Case]], progress: Progress = lambda _done, _all: None
) -> Iterator[list[Difference]]:
    """Batch by batch, what should not be there last. Nothing is written.

    What the caller writes meanwhile about a batch is not seen again.
    """
    there = set(_stored(model))  # before any history: whatever made these rows is in one of them
    ids = {source: ids_of(source) for source in model.producers(cases)}
    count, done = sum(len(each) for each in ids.values()), 0
    for source, known in ids.items():
        for batch in batches(known):
            found = look(model, source, batch, there)
            if found:
                yield found
            done += len(batch)
            progress(done, count)
    if model.outlives:
        alive = {key for known in ids.values() for key in known}
        there = {unit for unit in there if unit.key in alive}
    for surplus in batches(sorted(there, key=lambda unit: (unit.view.name, unit.key))):
        rows = rows_of(surplus)
        yield [Difference(unit, SURPLUS, row=rows.get((unit.view, unit.key))) for unit in surplus]


def look(
    model: ReadModel, source: type[Case], ids: Sequence[str], there: set[Unit] | None = None
) -> list[Difference]:
    """What differs of these cases; their units are taken out of `there`.

    Where something does, the history is read again after the row: so a row is never ahead of the
    history that it is compared with, and a write on the row as it was read is never a step back.
    """
    expected = told(model, source, ids)
    if there is not None:
        there.difference_update(expected)
    rows = rows_of(expected)
    differing = [unit for unit, each in expected.items() if _compared(unit, each, rows)]
    again = told(model, source, sorted({expected[unit].case_id for unit in differing}))
    found = (_compared(unit, again[unit], rows) for unit in differing if unit in again)
    return [difference for difference in found if difference]


def ids_of(source: type[Case]) -> list[str]:
    return sorted(row["_id"] for row in source._get_collection().find({}, {"_id": 1}))


def batches(everything: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(everything), BATCH):
        yield everything[start : start + BATCH]


def rows_of(units: Iterable[Unit]) -> dict[tuple[View, str], Row]:
    """The rows of these units as they are stored, whole where whole rows are compared."""
    keys: dict[str, tuple[View, set[str]]] = {}
    for unit in units:
        keys.setdefault(unit.view.name, (unit.view, set()))[1].add(unit.key)
    return {
        (view, row["_id"]): row
        for view, wanted in keys.values()
        for row in view.document._get_collection().find(
            {"_id": {"$in": sorted(wanted)}}, _read(view)
        )
    }


def _read(view: View) -> dict[str, Any] | None:
    if view.items:
        return {view.items: 1}
    return None if view.looks else {"_id": 1}


def _stored(model: ReadModel) -> Iterator[Unit]:
    for view in model.views:
        rows = view.document._get_collection()
        ids = sorted(row["_id"] for row in rows.find(dict(view.only), {"_id": 1}))
        if not view.items:
            yield from (Unit(view, key) for key in ids)
            continue
        for batch in batches(ids):
            for row in rows.find({"_id": {"$in": list(batch)}}, {view.items: 1}):
                for item in row.get(view.items) or ():
                    yield Unit(view, row["_id"], view.key_of(item))


def _compared(unit: Unit, told: Told, rows: Rows) -> Difference | None:
    view, row = unit.view, rows.get((unit.view, unit.key))
    if row is None and view.on_cases:
        return None  # about a case of another class, or one that is gone
    seen = _item_in(unit, row) if view.items else row
    if seen is not None and not view.looks:
        return None
    value = told.value if view.looks else {}
    if seen is None or not view.is_there(seen):
        should_be = not view.looks or view.is_there(value)
        return Difference(unit, MISSING, told=told, row=row) if should_be else None
    names = sorted({*value, *seen}) if view.items else view.fields
    fields = tuple(name for name in names if _filled(value, name) != _filled(seen, name))
    if not fields:
        return None
    kind = BEHIND if _sequence(seen) < _sequence(value) else DIFFERENT
    return Difference(unit, kind, fields, told, row)


def _item_in(unit: Unit, row: Row | None) -> Row | None:
    items = (row or {}).get(unit.view.items) or ()
    return next((item for item in items if unit.view.key_of(item) == unit.item), None)


def _filled(row: Row, name: str) -> Any:
    """A field that is not there is as good as an empty one."""
    value = row.get(name)
    return None if value in ("", [], {}) else value


def _sequence(row: Row) -> int:
    return int(row.get("sequence") or 0)


def by_row(found: Iterable[Difference]) -> dict[tuple[View, str], list[Difference]]:
    rows: dict[tuple[View, str], list[Difference]] = defaultdict(list)
    for difference in found:
        rows[difference.unit.view, difference.unit.key].append(difference)
    return rows

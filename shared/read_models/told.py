"""What the histories of cases tell of a read model: its own handlers make the rows, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bson import CodecOptions
from bson import decode as from_bson
from bson import encode as as_bson

from shared.errors import ContractViolation
from shared.messaging.envelope import Event
from shared.messaging.outbox import event_of
from shared.read_models.model import ReadModel, View
from shared.read_models.shadow import Made, Shadow, row_of, shadowing
from shared.tracing import log
from shared.workflow.case import Case

HISTORY = {"history": 1, "outbox": 1}
AS_READ: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)


@dataclass(frozen=True)
class Unit:
    """One row, or one item of a row's list: what is compared with what is stored."""

    view: View
    key: str
    item: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Told:
    """What a unit should be. `waits`: its case has events that have not got here yet."""

    source: type[Case]
    case_id: str
    waits: bool
    made: Made

    @property
    def value(self) -> dict[str, Any]:
        """As the store would give it back: times in its precision."""
        return from_bson(as_bson(row_of(self.made)), AS_READ)


def told(model: ReadModel, source: type[Case], ids: Sequence[str]) -> dict[Unit, Told]:
    """Of these cases. One that is gone tells nothing."""
    units: dict[Unit, Told] = {}
    for document in source._get_collection().find({"_id": {"$in": list(ids)}}, HISTORY):
        events = _events(model, source, document)
        waits = any(
            not entry.get("deliveries", {}).get(model.service, {}).get("done")
            for entry in document.get("outbox", ())
        )
        for unit, made in _units(model, replayed(model, events)):
            units[unit] = Told(source, document["_id"], waits, made)
    return units


def replayed(model: ReadModel, events: Iterable[Event]) -> Shadow:
    """What the handlers make of the events."""
    with shadowing() as shadow:
        for event in events:
            for handler in model.handlers[model.contracts[event.type]]:
                handler(event)
    return shadow


def _events(model: ReadModel, source: type[Case], document: Mapping[str, Any]) -> list[Event]:
    """In order of version, loaded. One that cannot be read was a dead letter, too."""
    entries = sorted(document.get("history", ()), key=lambda entry: int(entry["version"]))
    entries = [each for each in entries if each["told"] and each["type"] in model.contracts]
    events = []
    for entry in entries[-1:] if model.as_it_stands else entries:
        event = event_of(source, document["_id"], entry)
        try:
            data = model.contracts[event.type].read(event.data)
        except ContractViolation as error:
            log.warning("event not readable", event_id=event.id, reason=str(error))
            continue
        events.append(replace(event, data=data))
    return events


def _units(model: ReadModel, shadow: Shadow) -> Iterable[tuple[Unit, Made]]:
    for view in model.views:
        for key, made in shadow.get(view.document, {}).items():
            if view.items:
                for item in row_of(made)[view.items]:
                    yield Unit(view, key, view.key_of(item)), item
            else:
                yield Unit(view, key), made

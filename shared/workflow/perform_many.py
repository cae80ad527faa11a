"""perform_many(): steps of many cases of one kind in one write, each as `perform` would take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pymongo import UpdateMany

from shared import tracing
from shared.errors import KuntekoError
from shared.workflow.case import Case
from shared.workflow.perform import Step, perform, plan
from shared.workflow.table import NEW, Actor

C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Wanted(Generic[C]):
    """One step that somebody wants taken; the fields are `perform`'s. No dots in their names.

    correlation_id, causation_id  the journey and the event it belongs to; without them, whatever
                                  is under way
    """

    case: C
    action: str
    sets: Mapping[str, Any] = field(default_factory=dict)
    pushes: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    cause: str | None = None
    correlation_id: str | None = None
    causation_id: str | None = None


def perform_many(wanted: Sequence[Wanted[C]], actor: Actor) -> list[C | KuntekoError]:
    """Take each case its step; in the same order what `perform` would return or raise.

    Each case is written as a whole or not at all; one that cannot be written holds up no other.
    The cases are of one class, stored, and each stands here once. Raises only what the store does.
    """
    results: list[C | KuntekoError | None] = [None] * len(wanted)
    planned: dict[int, Step] = {}
    for place, one in enumerate(wanted):
        if one.cause and one.case.has_handled(one.action, one.cause):
            results[place] = one.case
            continue
        try:
            planned[place] = _planned(one, actor)
        except KuntekoError as error:
            results[place] = error
    written = _write({place: (wanted[place].case, step) for place, step in planned.items()})
    for place, step in planned.items():
        one = wanted[place]
        if place in written:
            results[place] = step.after
            _tell(one, step)
        else:
            results[place] = _singly(one, actor)
    return [result for result in results if result is not None]


def _planned(one: Wanted[Any], actor: Actor) -> Step:
    if one.case.state == NEW:
        raise ValueError("perform_many is for stored cases")
    with tracing.bound(*_journey(one)):
        return plan(one.case, one.action, actor, one.sets, one.pushes, one.data, one.cause)


def _journey(one: Wanted[Any]) -> tuple[str, str | None]:
    return (
        one.correlation_id or tracing.correlation_id(),
        one.causation_id or tracing.causation_id(),
    )


def _singly(one: Wanted[C], actor: Actor) -> C | KuntekoError:
    """Another step came between, or the case is gone: plan it anew on the case as it stands."""
    with tracing.bound(*_journey(one)):
        try:
            return perform(
                one.case,
                one.action,
                actor,
                sets=one.sets,
                pushes=one.pushes,
                data=one.data,
                cause=one.cause,
            )
        except KuntekoError as error:
            return error


def _tell(one: Wanted[Any], step: Step) -> None:
    tracing.log.info(
        "step",
        case=one.case.id,
        workflow=one.case.workflow.name,
        action=one.action,
        state=step.after.state,
        correlation_id=step.after.history[-1]["correlation_id"],
    )


def _write(steps: Mapping[int, tuple[Case, Step]]) -> set[int]:
    """Write what still stands as it was planned on; the places of those that are written."""
    if not steps:
        return set()
    groups: dict[tuple[Any, ...], list[tuple[Case, Step]]] = defaultdict(list)
    for case, step in steps.values():
        update = step.update
        alike = (case.state, case.version, tuple(update["$set"]), tuple(update["$push"]))
        groups[alike].append((case, step))
    case_class = type(next(iter(steps.values()))[0])
    for case, _ in steps.values():
        case.be_current()  # what was read in a newer shape than it is stored in
    result = case_class._get_collection().bulk_write(
        [_statement(state, version, group) for (state, version, *_), group in groups.items()],
        ordered=False,
    )
    if result.modified_count == len(steps):
        return set(steps)
    return _found(case_class, steps)


def _statement(state: str, version: int, group: list[tuple[Case, Step]]) -> UpdateMany:
    """One statement for all that stand alike, with each case's own values beside it.

    Not one UpdateOne for each: the embedded store reads its list of indexes anew for every
    statement, which costs more than the write.
    """
    ids = [case.id for case, _ in group]
    updates = [step.update for _, step in group]
    place = {"$indexOfArray": [_exactly(ids), "$_id"]}

    def own(values: list[Any]) -> dict[str, Any]:
        if values.count(values[0]) == len(values):
            return _exactly(values[0])
        return {"$arrayElemAt": [_exactly(values), place]}

    fields: dict[str, Any] = {
        name: own([update["$set"][name] for update in updates]) for name in updates[0]["$set"]
    }
    for name in updates[0]["$push"]:
        added = own([[update["$push"][name]] for update in updates])
        fields[name] = {"$concatArrays": [{"$ifNull": [f"${name}", []]}, added]}
    met = {"_id": {"$in": ids}, "version": version, "state": state}
    met |= group[0][0].of_this_shape()
    return UpdateMany(met, [{"$set": fields}])


def _exactly(value: Any) -> dict[str, Any]:
    # a text that begins with "$" is text here, not the name of a field
    return {"$literal": value}


def _found(case_class: type[Case], steps: Mapping[int, tuple[Case, Step]]) -> set[int]:
    """Whose planned history entry is stored."""
    ids = [case.id for case, _ in steps.values()]
    stored = case_class._get_collection().find({"_id": {"$in": ids}}, {"history.id": 1})
    entries = {entry["id"] for document in stored for entry in document["history"]}
    return {place for place, (_, step) in steps.items() if step.after.history[-1]["id"] in entries}

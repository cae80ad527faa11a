"""perform(): one step of a case as one atomic write of one document."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from pymongo.errors import DuplicateKeyError

from shared import ambient, tracing
from shared.errors import Conflict, NotFound, TransitionNotAllowed
from shared.workflow.case import Case
from shared.workflow.rehearsal import Rehearsed, rehearsing
from shared.workflow.table import NEW, Actor, Transition

C = TypeVar("C", bound=Case)
# A step nobody pinned to a version is planned anew when another came between. Of n at once the
# last may lose n - 1 times: a whole group gives its feedback in the same minute.
ATTEMPTS = 50


@dataclass(frozen=True)
class Step:
    """A planned step: the case as it will be, and the update that makes it so."""

    after: Case
    update: dict[str, Any]


def perform(
    case: C,
    action: str,
    actor: Actor,
    *,
    sets: Mapping[str, Any] | None = None,
    pushes: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    cause: str | None = None,
    expected_version: int | None = None,
    where: Mapping[str, Any] | None = None,
    fired: str | None = None,
) -> C:
    """Take the case one step along its table and return it as stored.

    sets, pushes      fields to set, single items to append
    data              what the event says beside the case's facts
    cause             key of what made this happen; a repeat with the same key changes nothing
    expected_version  the version a person saw; another one raises Conflict. Without it the step
                      is planned anew on the case as it stands, if its table still allows it
    where             a further condition of the write; unmet: TransitionNotAllowed ("limit")
    fired             key of the timer that fired

    Raises NotPermitted, TransitionNotAllowed, Conflict, NotFound, ContractViolation; then nothing
    has been written.
    """
    for _ in range(ATTEMPTS):
        if cause and case.has_handled(action, cause):
            return case
        if expected_version is not None and expected_version != case.version:
            raise Conflict(case, expected_version)
        step = plan(case, action, actor, sets or {}, pushes or {}, data or {}, cause, fired)
        if rehearsing():
            raise Rehearsed(step.after)
        if _write(case, step, where or {}):
            tracing.log.info(
                "step",
                case=case.id,
                workflow=case.workflow.name,
                action=action,
                state=step.after.state,
            )
            return step.after
        case = _reread(case, action, where)
    raise Conflict(case, case.version)


def plan(
    case: Case,
    action: str,
    actor: Actor,
    sets: Mapping[str, Any],
    pushes: Mapping[str, Any],
    data: Mapping[str, Any],
    cause: str | None = None,
    fired: str | None = None,
) -> Step:
    """The step that `perform` would write now. Pure but for time and ids."""
    now = ambient.now()
    row = case.workflow.decide(action, case.state, [actor.role])
    emptied = _emptied(case, row)
    moved = {"state": row.to_state(case.state), "version": case.version + 1, "updated_at": now}
    after = _changed(case, sets, pushes, emptied | moved)
    if row.guard:
        row.guard(after, now)
    after.tasks = _tasks(case, after, row, now)
    after.due = _due(case, after, row, now, fired)
    entry = _entry(case, after, row, actor, data, now, cause)
    told = [{"id": entry["id"], "at": now}] if row.event else []
    written = {**sets, **emptied, **moved, "tasks": after.tasks, "due": after.due}
    if row.forgets:
        after.history = [*map(_only_that_it_happened, case.history), entry]
        after.outbox = told
        # whole lists: the write is bound to the version, so nobody has added to them meanwhile
        written |= {"history": after.history, "outbox": after.outbox}
        pushed = dict(pushes)
    else:
        after.history = [*case.history, entry]
        after.outbox = [*case.outbox, *told]
        pushed = {**pushes, "history": entry} | ({"outbox": told[0]} if told else {})
    return Step(after, {"$set": written} | ({"$push": pushed} if pushed else {}))


def _changed(
    case: Case, sets: Mapping[str, Any], pushes: Mapping[str, Any], moved: Mapping[str, Any]
) -> Case:
    document = case.to_mongo().to_dict() | deepcopy(dict(sets))
    for name, item in pushes.items():
        document[name] = [*document.get(name, []), deepcopy(item)]
    return type(case)._from_son(document | moved)


def _emptied(case: Case, row: Transition) -> dict[str, Any]:
    """Fields that the row forgets, as a new case has them."""
    fresh = type(case)().to_mongo().to_dict() if row.forgets else {}
    return {name: fresh.get(name) for name in row.forgets}


def _only_that_it_happened(entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "data": {}}


def _tasks(case: Case, after: Case, row: Transition, now: datetime) -> list[dict[str, Any]]:
    opened = [
        {"name": task.name, "due_at": task.due(after, now), "opened_at": now} for task in row.opens
    ]
    if after.state != case.state:
        return opened
    gone = row.closes | {task["name"] for task in opened}
    return [task for task in case.tasks if task["name"] not in gone] + opened


def _due(
    case: Case, after: Case, row: Transition, now: datetime, fired: str | None
) -> list[dict[str, Any]]:
    # the version keeps keys apart when a timer is started twice for one moment: a key is a cause
    started = [
        {
            "key": f"{timer.action}@{at.isoformat()}#{after.version}",
            "action": timer.action,
            "at": at,
        }
        for timer in row.starts
        if (at := timer.at(after, now))
    ]
    if after.state != case.state:
        return started
    replaced = {timer.action for timer in row.starts}
    kept = [
        entry for entry in case.due if entry["action"] not in replaced and entry["key"] != fired
    ]
    return kept + started


def _entry(
    case: Case,
    after: Case,
    row: Transition,
    actor: Actor,
    data: Mapping[str, Any],
    now: datetime,
    cause: str | None,
) -> dict[str, Any]:
    payload = row.event.write({**after.facts(), **data}) if row.event else dict(data)
    return {
        "id": ambient.new_id(),
        "type": row.event.type if row.event else f"{case.workflow.name}.{row.action}",
        "told": row.event is not None,
        "action": row.action,
        "source_state": case.state,
        "state": after.state,
        "version": after.version,
        "at": now,
        "actor": {"role": actor.role.value, "name": actor.name, "email": actor.email},
        "data": payload,
        "correlation_id": tracing.correlation_id(),
        "causation_id": cause or tracing.causation_id(),
    }


def _write(case: Case, step: Step, where: Mapping[str, Any]) -> bool:
    collection = type(case)._get_collection()
    if case.state == NEW:
        try:
            collection.insert_one(step.after.to_mongo().to_dict())
        except DuplicateKeyError:
            return False
        return True
    case.be_current()  # what was read in a newer shape than it is stored in
    # not modify(): findAndModify scans the embedded store's collection even by id
    met = {"_id": case.id, "version": case.version, "state": case.state, **where}
    met |= case.of_this_shape()
    return bool(collection.update_one(met, step.update).modified_count)


def _reread(case: C, action: str, where: Mapping[str, Any] | None) -> C:
    current: C | None = type(case).objects(id=case.id).first()
    if current is None:
        raise NotFound(f"no {case.workflow.name} {case.id}")
    if where and current.version == case.version:
        raise TransitionNotAllowed(action, case.state, "limit")
    return current

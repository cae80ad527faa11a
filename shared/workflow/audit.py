"""Does the history of a case, as it is stored, explain the case? Pure: the table is folded over it.

For the doctor and for the tests of faults: `perform` writes nothing that this finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shared.workflow.table import NEW, Workflow


def contradictions(workflow: Workflow, stored: Mapping[str, Any]) -> Iterator[str]:
    """One line for each; `stored` has _id, state, version, history and outbox."""
    history = stored.get("history", [])
    versions = [entry["version"] for entry in history]
    if versions != list(range(1, len(history) + 1)):
        yield f"its steps are numbered {versions}"
    if stored["version"] != len(history):
        yield f"it is version {stored['version']} after {len(history)} steps"
    yield from _steps(workflow, stored["state"], history)
    ids = [entry["id"] for entry in history]
    if len(set(ids)) != len(ids):
        yield "two of its steps have one id"
    told = {entry["id"] for entry in history if entry["told"]}
    for waiting in stored.get("outbox", []):
        if waiting["id"] not in told:
            yield f"it has to tell {waiting['id']}, which is no event of its history"


def _steps(workflow: Workflow, end: str, history: list[Mapping[str, Any]]) -> Iterator[str]:
    state = NEW
    for entry in history:
        step = f"step {entry['version']}, {entry['action']},"
        if entry["source_state"] != state:
            yield f"{step} begins in {entry['source_state']}, where the case was {state}"
        row = workflow.find(entry["action"], entry["source_state"])
        if row is None:
            yield f"{step} is not in the table for {entry['source_state']}"
        elif row.to_state(entry["source_state"]) != entry["state"]:
            yield f"{step} led to {entry['state']}, the table says {row.target}"
        state = entry["state"]
    if state != end:
        yield f"it is {end}, its history ends in {state}"

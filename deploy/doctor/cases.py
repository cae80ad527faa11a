"""What is cheap to prove of every case: its history explains it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any

from deploy.doctor.finding import Finding, fault, ok
from deploy.doctor.patient import Patient
from deploy.doctor.words import many
from shared.workflow.audit import contradictions
from shared.workflow.case import Case

SECONDS = 6.0  # for all histories together, unless the doctor is to be thorough
SHOWN = 5
LOOK = (
    "look at the case's history in the store; was it changed by hand, or restored in part? "
    'docs/operations.md, "Doctor"'
)
FIELDS = {"state": 1, "version": 1, "outbox": 1} | {
    f"history.{name}": 1 for name in ("id", "version", "action", "source_state", "state", "told")
}


def look_at_histories(patient: Patient) -> Iterator[Finding]:
    deadline = float("inf") if patient.thorough else monotonic() + SECONDS
    seen, wrong, left_out = 0, [], False
    for case_class in patient.cases:
        for stored in patient.stored(case_class).find({}, FIELDS).batch_size(500):
            seen += 1
            wrong += [
                f"{_named(case_class, stored)}: {each}" for each in _wrong(case_class, stored)
            ]
            if monotonic() > deadline:
                left_out = True
                break
    yield from (fault(each, LOOK) for each in wrong[:SHOWN])
    if len(wrong) > SHOWN:
        yield fault(f"and {len(wrong) - SHOWN} more", "`kunteko doctor --thorough --json`")
    if not wrong:
        rest = "; there was no time for more: --thorough" if left_out else ""
        yield ok(f"{many(seen, 'case')} are as their histories tell{rest}")


def _wrong(case_class: type[Case], stored: Mapping[str, Any]) -> list[str]:
    try:
        return list(contradictions(case_class.workflow, stored))
    except (KeyError, TypeError) as error:
        return [f"its history cannot be read ({type(error).__name__}: {error})"]


def _named(case_class: type[Case], stored: Mapping[str, Any]) -> str:
    return f"{case_class.workflow.name} {stored['_id']}"

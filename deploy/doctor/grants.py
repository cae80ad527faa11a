"""Granted days: what the rounds reserve is what the applications were granted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.doctor.cases import LOOK
from deploy.doctor.finding import Finding, fault, ok
from deploy.doctor.patient import Patient
from deploy.doctor.words import many
from services.applications.documents import Application, Round
from services.applications.handlers.budget import GRACE
from services.applications.workflow import GRANTED_STATES
from shared import ambient


def look_at_days(patient: Patient) -> Iterator[Finding]:
    """Reservations against grants; those of the last minutes may belong to grants under way."""
    granted = {
        each["_id"]: each
        for each in patient.stored(Application).find(
            {"state": {"$in": list(GRANTED_STATES)}},
            {"round_id": 1, "reservation": 1, "days": 1, "decision": 1, "participants": 1},
        )
    }
    rounds = list(patient.stored(Round).find())
    wrong = [each for one in rounds for each in _sums(one)]
    held = {entry["id"]: entry for one in rounds for entry in one.get("reservations", [])}
    wrong += [each for one in granted.values() for each in _grant(one, held)]
    kept = {one.get("reservation") for one in granted.values()}
    before = ambient.now() - 2 * GRACE
    wrong += [
        f"{entry['days']} days are reserved for {entry['application']}, which has no grant of them"
        for entry in held.values()
        if entry["id"] not in kept and entry["at"] < before
    ]
    yield from (fault(each, LOOK) for each in wrong)
    if not wrong:
        days = sum(entry["days"] for entry in held.values())
        yield ok(f"{many(len(granted), 'grant')} hold {days} days, as reserved, within the budgets")


def _sums(one: Mapping[str, Any]) -> Iterator[str]:
    """A round's figures against its reservations, and against its limits."""
    by_organisation: Counter[str] = Counter()
    for entry in one.get("reservations", []):
        by_organisation[entry["business_id"]] += entry["days"]
    name, days, counted = f"round {one['_id']}", by_organisation.total(), one.get("reserved", 0)
    if counted != days:
        yield f"{name} counts {counted} days, its reservations {days}"
    told = {key: days for key, days in one.get("by_organisation", {}).items() if days}
    if told != dict(by_organisation):
        yield f"{name} counts other days by organisation than its reservations"
    if days > one["budget_days"]:
        yield f"{name} has granted {days} of {one['budget_days']} days"


def _grant(one: Mapping[str, Any], held: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    name = f"application {one['_id']}"
    reservation = held.get(one.get("reservation", ""))
    days = (one.get("decision") or {}).get("days", one.get("days"))
    if reservation is None:
        yield f"{name} is granted, and its round holds no days for it"
    elif reservation["days"] != days:
        yield f"{name} is granted {days} days, and {reservation['days']} are reserved"
    took_part = one.get("participants") or {}
    if not (took_part.get("management") and took_part.get("personnel")):
        yield f"{name} is granted without management or without personnel"

"""The days of a round: reservations keyed by application and attempt, never more than the budget.

One document, one conditional write: two people who grant at once cannot both take the last day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.applications.documents import Application, Round
from services.applications.workflow import GRANTED_STATES, UNDECIDED_STATES
from shared import ambient, tracing
from shared.errors import DomainError, TransitionNotAllowed
from shared.workflow.perform import perform
from shared.workflow.rehearsal import rehearsing
from shared.workflow.table import SYSTEM

GRACE = timedelta(minutes=10)  # a grant under way has this long between reserving and deciding


def reserve_days(application: Application, days: int) -> str:
    """Set aside `days` of the application's round; the reservation's id is stored by the grant.

    Every attempt reserves for itself, so that an attempt that fails gives back only its own.
    Raises TransitionNotAllowed with reason "budget" or "organisation_limit".
    """
    reservation = {
        "id": ambient.new_id(),
        "application": application.id,
        "business_id": application.business_id,
        "days": days,
        "at": ambient.now(),
    }
    taken = f"by_organisation.{application.business_id}"
    enough = [
        _at_most("$reserved", days, "$budget_days"),
        _at_most({"$ifNull": [f"${taken}", 0]}, days, "$days_per_organisation"),
    ]
    rounds, with_room = Round._get_collection(), {"$expr": {"$and": enough}}
    if rehearsing():  # the same question, and nothing taken
        fits = rounds.count_documents({"_id": application.round_id, **with_room})
    else:
        fits = rounds.update_one(
            {"_id": application.round_id, **with_room},
            {"$push": {"reservations": reservation}, "$inc": {"reserved": days, taken: days}},
        ).modified_count
    if not fits:
        current = Round.objects.get(id=application.round_id)
        full = current.reserved + days > current.budget_days
        reason = "budget" if full else "organisation_limit"
        raise TransitionNotAllowed("grant", application.state, reason)
    return str(reservation["id"])


def _at_most(used: Any, more: int, limit: str) -> dict[str, Any]:
    return {"$lte": [{"$add": [used, more]}, limit]}


def release_days(round_id: str, reservation_id: str) -> bool:
    """Give the days back. Harmless to repeat; True if there was something to give back."""
    current = Round.objects(id=round_id).only("reservations").first()
    held = [r for r in current.reservations if r["id"] == reservation_id] if current else []
    if not held:
        return False
    days = held[0]["days"]
    released = Round._get_collection().update_one(
        {"_id": round_id, "reservations.id": reservation_id},
        {
            "$pull": {"reservations": {"id": reservation_id}},
            "$inc": {"reserved": -days, f"by_organisation.{held[0]['business_id']}": -days},
        },
    )
    return bool(released.modified_count)


def reconcile_reservations() -> int:
    """The watchdog: days reserved by attempts that came to nothing are given back."""
    before = ambient.now() - GRACE
    return sum(
        _reconcile(current.id, reservation)
        for current in Round.objects(reserved__gt=0).only("id", "reservations")
        for reservation in current.reservations
        if reservation["at"] < before
    )


def _reconcile(round_id: str, reservation: dict[str, Any]) -> int:
    application = Application.objects(id=reservation["application"]).first()
    if application and application.state in GRANTED_STATES:
        if application.reservation == reservation["id"]:
            return 0
    elif application and application.state in UNDECIDED_STATES:
        # raises the version: a grant that stopped half-way and wakes up later gets a Conflict
        # instead of deciding on days that it no longer has
        try:
            perform(application, "release_days", SYSTEM, expected_version=application.version)
        except DomainError:
            return 0  # somebody is at work on it just now; the next round looks again
    tracing.log.warning("days released", round=round_id, application=reservation["application"])
    return int(release_days(round_id, reservation["id"]))

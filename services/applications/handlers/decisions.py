"""What staff decide, and what applicants answer when asked for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.applications.documents import Application
from services.applications.handlers.budget import release_days, reserve_days
from services.applications.handlers.drafts import (
    applicant_of,
    check_expert,
    expert_card,
    stored_answers,
)
from shared import ambient
from shared.errors import KuntekoError
from shared.workflow.perform import perform
from shared.workflow.table import Actor

# which stored fields belong to which section: what an answer may change, and what is compared
SECTION_FIELDS: dict[str, tuple[str, ...]] = {
    "organisation": ("organisation", "business_id", "unit", "sector"),
    "contact": ("contact",),
    "need": ("situation", "goal", "themes"),
    "participants": ("participants",),
    "day": ("days", "mode", "place", "date", "start_time"),
    "expert": ("expert",),
}


def ask_more(
    application: Application,
    *,
    sections: Sequence[str],
    message: str,
    answer_by: date,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    """Return the application for the named sections. Only they are open until it is answered."""
    asked = {
        "sections": list(sections),
        "message": message,
        "answer_by": answer_by.isoformat(),
        "by": by.name,
        "before": {
            name: _plain(application, name)
            for section in sections
            for name in SECTION_FIELDS[section]
        },
        "changed": [],
        "answer": "",
    }
    data = {"sections": list(sections), "message": message, "answer_by": answer_by}
    return perform(
        application,
        "ask_more",
        by,
        sets={"request": asked},
        data=data,
        cause=cause,
        expected_version=expected_version,
    )


def answer_request(
    application: Application,
    answers: Mapping[str, Mapping[str, Any]],
    *,
    answer: str = "",
    expected_version: int | None = None,
) -> Application:
    """Section → loaded answers. Sections that were not asked for are ignored.

    Raises InvalidInput when the expert is not under contract on the date.
    """
    asked = dict(application.request)
    sets: dict[str, Any] = {}
    for section in asked.get("sections", ()):
        if section in answers:
            sets |= stored_answers(section, answers[section])
    if "date" in sets or "expert" in sets:
        expert = sets.get("expert", application.expert)
        check_expert(expert.get("id", ""), sets.get("date", application.date))
    before = asked.get("before", {})
    changed = [name for name, value in before.items() if name in sets and sets[name] != value]
    sets["request"] = {**asked, "changed": changed, "answer": answer, "answered_at": ambient.now()}
    return perform(
        application,
        "answer",
        applicant_of(application),
        sets=sets,
        data={"changed": changed, "answer": answer},
        expected_version=expected_version,
    )


def grant_application(
    application: Application,
    *,
    days: int,
    expert_id: str,
    date: date,
    start_time: str,
    grounds: str,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    """Decide and order at once. A repeat by the same version raises Conflict, changing nothing.

    A repeat with the same `cause` returns what stands.

    Raises TransitionNotAllowed: "cooperation" (cannot be waived), "budget", "organisation_limit",
    "past_date"; InvalidInput at `expert` when not under contract on the date.
    """
    if cause and application.has_handled("grant", cause):
        return application
    check_expert(expert_id, date.isoformat())
    application.workflow.decide("grant", application.state, [by.role])
    pinned = application.version if expected_version is None else expected_version
    reservation = reserve_days(application, days)
    sets = {
        "reservation": reservation,
        "days": days,
        "date": date.isoformat(),
        "start_time": start_time,
        "expert": expert_card(expert_id),
        "order": application.order + 1,
        "decision": _decision("granted", grounds, by) | {"days": days},
    }
    try:
        after = perform(
            application,
            "grant",
            by,
            sets=sets,
            data={"grounds": grounds, "decided_by": by.name},
            cause=cause,
            expected_version=pinned,
        )
    except KuntekoError:
        release_days(application.round_id, reservation)
        raise
    if after.reservation != reservation:  # the same click twice, and the other one was first
        release_days(application.round_id, reservation)
    return after


def reject_application(
    application: Application,
    *,
    grounds: str,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    return perform(
        application,
        "reject",
        by,
        sets={"decision": _decision("rejected", grounds, by)},
        data={"grounds": grounds, "decided_by": by.name},
        cause=cause,
        expected_version=expected_version,
    )


def _decision(outcome: str, grounds: str, by: Actor) -> dict[str, Any]:
    return {"outcome": outcome, "grounds": grounds, "by": by.name, "at": ambient.now()}


def _plain(application: Application, name: str) -> Any:
    value = getattr(application, name)
    return (
        dict(value)
        if isinstance(value, dict)
        else list(value)
        if isinstance(value, list)
        else value
    )

"""What follows a granted application: the order, the agreed day, the report, withdrawal."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.applications.documents import GROUPS, Application
from services.applications.handlers.budget import release_days
from services.applications.handlers.drafts import applicant_of, check_expert, expert_card
from services.applications.workflow import AGREED, ORDERED
from shared import ambient
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor


def expert_of(application: Application) -> Actor:
    expert = application.expert or {}
    return Actor(Role.EXPERT, expert.get("name", ""), expert.get("email", ""))


def accept_order(application: Application, *, order: int) -> Application:
    """The expert accepts order number `order`. A repeat returns what stands."""
    return perform(application, "accept", expert_of(application), cause=_once("accept", order))


def decline_order(application: Application, *, order: int, reason: str) -> Application:
    return perform(
        application,
        "decline",
        expert_of(application),
        data={"reason": reason},
        cause=_once("decline", order),
    )


def choose_expert(
    application: Application,
    *,
    expert_id: str,
    date: date,
    start_time: str,
    expected_version: int | None = None,
) -> Application:
    """Another expert and date after a declined order; the order goes out at once."""
    check_expert(expert_id, date.isoformat())
    sets = {
        "expert": expert_card(expert_id),
        "date": date.isoformat(),
        "start_time": start_time,
        "order": application.order + 1,
    }
    return perform(
        application,
        "choose",
        applicant_of(application),
        sets=sets,
        expected_version=application.version if expected_version is None else expected_version,
    )


def move_day(
    application: Application,
    *,
    date: date,
    start_time: str,
    reason: str,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    """Another date for the same expert, who must be under contract on it."""
    check_expert(application.expert.get("id", ""), date.isoformat())
    data = {
        "old_date": application.day,
        "old_start_time": application.start_time,
        "reason": reason,
    }
    return perform(
        application,
        "move",
        by,
        sets={"date": date.isoformat(), "start_time": start_time},
        data=data,
        cause=cause,
        expected_version=application.version if expected_version is None else expected_version,
    )


def cancel_day(
    application: Application,
    *,
    reason: str,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    """The day will not be held; its days go back to the round."""
    after = perform(
        application,
        "cancel",
        by,
        data={"reason": reason},
        cause=cause,
        expected_version=expected_version,
    )
    release_days(after.round_id, after.reservation)  # if we die before this, the watchdog does it
    return after


def report_day(
    application: Application,
    *,
    held_on: date,
    hours: float,
    took_part: dict[str, int],
    summary: str,
) -> Application:
    report: dict[str, Any] = {
        "held_on": held_on.isoformat(),
        "hours": hours,
        "took_part": {group: took_part.get(group, 0) for group in GROUPS},
        "summary": summary,
    }
    return perform(
        application,
        "report",
        expert_of(application),
        sets={"report": report},
        data={**report, "held_on": held_on},
        cause=_once("report", application.order),
    )


def withdraw_application(
    application: Application, *, reason: str, expected_version: int | None = None
) -> Application:
    had_order, was_agreed = application.state in (ORDERED, AGREED), application.state == AGREED
    after = perform(
        application,
        "withdraw",
        applicant_of(application),
        data={"reason": reason, "had_order": had_order, "was_agreed": was_agreed},
        expected_version=application.version if expected_version is None else expected_version,
    )
    release_days(after.round_id, after.reservation)
    return after


def give_feedback(
    application: Application, *, rating: int, comment: str, follows: str, key: str
) -> Application:
    """Anonymous. `key` comes with the form, so that a double click counts once."""
    given = {"rating": rating, "comment": comment, "follows": follows, "at": ambient.now()}
    return perform(
        application,
        "give_feedback",
        Actor(Role.PARTICIPANT),
        pushes={"feedback": given},
        data={"rating": rating, "comment": comment, "follows": follows},
        cause=f"feedback:{key}",
    )


def request_link(
    application: Application, *, purpose: str, recipient: str, key: str
) -> Application:
    """A fresh link to the same address. `key` (the old link and the hour) keeps it to one mail."""
    role = Role.EXPERT if purpose == "order" else Role.APPLICANT
    return perform(
        application,
        "request_link",
        Actor(role, email=recipient),
        data={"purpose": purpose, "recipient": recipient},
        cause=f"link:{key}",
    )


def note_call(
    application: Application,
    *,
    by: Actor,
    note: str,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Application:
    """The office has called whoever did not answer: the task is done."""
    return perform(
        application,
        "called",
        by,
        data={"note": note},
        cause=cause,
        expected_version=expected_version,
    )


def average_feedback() -> tuple[float, int]:
    """Average rating and number of ratings of all held days; (0.0, 0) when there are none."""
    rows = list(
        Application._get_collection().aggregate(
            [
                {"$match": {"state": "held", "feedback.0": {"$exists": True}}},
                {"$unwind": "$feedback"},
                {
                    "$group": {
                        "_id": None,
                        "sum": {"$sum": "$feedback.rating"},
                        "count": {"$sum": 1},
                    }
                },
            ]
        )
    )
    return (rows[0]["sum"] / rows[0]["count"], rows[0]["count"]) if rows else (0.0, 0)


def _once(action: str, order: int) -> str:
    return f"order:{order}:{action}"

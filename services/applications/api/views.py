"""Documents → what the API shows of them."""

from __future__ import annotations

from typing import Any

from services.applications.documents import GROUPS, Application, Round, Theme
from services.applications.workflow import ACTIVE


def application_out(application: Application, *, office: bool) -> dict[str, Any]:
    """`office`: also tasks and feedback, which applicants and experts do not see."""
    expert = dict(application.expert)
    shown = {
        "id": application.id,
        "reference": application.reference,
        "state": application.state,
        "version": application.version,
        "round_id": application.round_id,
        "submitted_at": application.submitted_at,
        "organisation": application,
        "contact": dict(application.contact),
        "need": application,
        "participants": {group: application.participants.get(group, 0) for group in GROUPS},
        "day": _day(application),
        "expert": expert or None,
        "order": application.order,
        "cooperative": application.is_cooperative,
        "request": dict(application.request) or None,
        "decision": dict(application.decision) or None,
        "report": dict(application.report) or None,
        "history": [{**entry, "role": entry["actor"]["role"]} for entry in application.history],
    }
    if office:
        shown |= {"tasks": application.tasks, "feedback": application.feedback}
    return shown


def _day(application: Application) -> dict[str, Any]:
    names = ("days", "mode", "place", "start_time")
    return {name: getattr(application, name) for name in names} | {"date": application.day}


def round_out(entry: Round, *, office: bool) -> dict[str, Any]:
    names = ("id", "state", "version", "opens_at", "closes_at", "days_per_organisation")
    shown = {name: getattr(entry, name) for name in names}
    shown |= {"title": dict(entry.title), "notice": dict(entry.notice)}
    if office:
        shown |= {"budget_days": entry.budget_days, "days_left": entry.days_left}
    return shown


def theme_out(theme: Theme) -> dict[str, Any]:
    return {
        "id": theme.id,
        "names": dict(theme.names),
        "place": theme.place,
        "active": theme.state == ACTIVE,
        "version": theme.version,
    }

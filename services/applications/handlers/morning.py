"""What the office is told of sparring each morning: open tasks, and rounds that close soon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.applications.documents import Application, Round
from services.applications.workflow import OPEN, UNDECIDED_STATES
from shared import ambient
from shared.workflow.morning import CLOSES_WITHIN, open_tasks_of


def open_tasks() -> Iterator[dict[str, Any]]:
    for application, task in open_tasks_of(Application, "reference", "organisation"):
        yield {
            "kind": "application",
            "task": task["name"],
            "reference": application.reference or "",
            "title": application.organisation,
            "path": f"/staff/applications/{application.id}",
            "opened_at": task["opened_at"],
            "due_at": task["due_at"],
        }


def closing_rounds() -> list[dict[str, Any]]:
    soon = ambient.now() + CLOSES_WITHIN
    return [
        {
            "title": dict(current.title),
            "closes_at": current.closes_at,
            "undecided": Application.objects(
                round_id=current.id, state__in=UNDECIDED_STATES
            ).count(),
            "path": f"/staff/rounds/{current.id}",
        }
        for current in Round.objects(state=OPEN, closes_at__lte=soon)
    ]

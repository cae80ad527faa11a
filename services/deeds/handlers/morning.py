"""What the office is told of the marketplace each morning: its open tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from shared.workflow.case import Case
from shared.workflow.morning import open_tasks_of

# kind, cases, their page, and the fields that name one
SOURCES: tuple[tuple[str, type[Case], str, tuple[str, ...]], ...] = (
    ("deed", Deed, "/staff/deeds", ("number", "content", "published")),
    ("tip", Tip, "/staff/tips", ("number", "about")),
    ("partner", PartnerSearch, "/staff/partners", ("number", "title")),
    ("award", Award, "/staff/awards", ("title",)),
)


def open_tasks() -> Iterator[dict[str, Any]]:
    for kind, case_class, page, fields in SOURCES:
        for case, task in open_tasks_of(case_class, *fields):
            yield {
                "kind": kind,
                "task": task["name"],
                "reference": str(getattr(case, "reference", "") or ""),
                "title": name_of(case),
                "path": f"{page}/{case.id}",
                "opened_at": task["opened_at"],
                "due_at": task["due_at"],
            }


def name_of(case: Case) -> str:
    if isinstance(case, Tip):
        return str(case.about)[:100]
    if isinstance(case, Award):
        return str(case.title.get("fi", ""))
    return str(getattr(case, "title", ""))

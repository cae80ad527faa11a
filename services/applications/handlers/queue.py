"""The office's queue: which applications stand where, filtered, ordered and counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.applications.documents import Application
from services.applications.workflow import (
    AGREED,
    CANCELLED,
    CHOOSING,
    HELD,
    ORDERED,
    REJECTED,
    RETURNED,
    SEEN_STATES,
    SUBMITTED,
    WITHDRAWN,
)
from shared import ambient
from shared.read_models.mails import NOT_REACHED

TABS: dict[str, tuple[str, ...]] = {
    "todo": SEEN_STATES,
    "decide": (SUBMITTED,),
    "applicant": (RETURNED,),
    "expert": (ORDERED,),
    "choosing": (CHOOSING,),
    "agreed": (AGREED,),
    "held": (HELD,),
    "closed": (REJECTED, WITHDRAWN, CANCELLED),
    "mails": SEEN_STATES,
    "all": SEEN_STATES,
}
FIRST_TAB = "todo"
SORTED_BY = {
    "reference": "reference",
    "organisation": "organisation_key",
    "state": "state_place",
    "submitted": "submitted_at",
    "deadline": "deadline",
}
FIRST_SORT = "deadline"
WITHIN: dict[str, dict[str, Any]] = {  # what a tab asks beside the state
    "todo": {"tasks.due_at": {"$gt": datetime.min}},
    "mails": {"mails.state": {"$in": list(NOT_REACHED)}},
}
SEARCHED = ("organisation", "unit", "reference", "business_id", "contact.name", "contact.email")


@dataclass(frozen=True)
class Filter:
    """What the address asks for. `sort` is a key of SORTED_BY, with a minus for the other way."""

    tab: str = FIRST_TAB
    search: str = ""
    round: str = ""
    theme: str = ""
    sector: str = ""
    overdue: bool = False
    sort: str = FIRST_SORT

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filter:
        """From a query string; what makes no sense there is as if it had not been said."""
        tab, sort = asked.get("tab", ""), asked.get("sort", "")
        return cls(
            tab=tab if tab in TABS else FIRST_TAB,
            search=asked.get("search", "").strip()[:100],
            round=asked.get("round", ""),
            theme=asked.get("theme", ""),
            sector=asked.get("sector", ""),
            overdue=asked.get("overdue", "") == "yes",
            sort=sort if sort.removeprefix("-") in SORTED_BY else FIRST_SORT,
        )


@dataclass(frozen=True)
class Row:
    """An application in the queue, and the moment by which somebody has to act (None: nobody)."""

    application: Application
    deadline: datetime | None

    def is_overdue(self, now: datetime) -> bool:
        """The office is late: what the applicant has to answer by is a deadline, never overdue."""
        return any(task["due_at"] < now for task in self.application.tasks)


def matching(wanted: Filter) -> dict[str, Any]:
    states = {"$in": list(TABS[wanted.tab])}
    conditions: dict[str, Any] = {"state": states, **WITHIN.get(wanted.tab, {})}
    if wanted.search:
        pattern = {"$regex": re.escape(wanted.search), "$options": "i"}
        conditions["$or"] = [{name: pattern} for name in SEARCHED]
    if wanted.round:
        conditions["round_id"] = wanted.round
    if wanted.theme:
        conditions["themes"] = wanted.theme
    if wanted.sector:
        conditions["sector"] = wanted.sector
    if wanted.overdue:
        conditions["tasks.due_at"] = {"$lt": ambient.now()}  # then there is a task, too
    return conditions


def count_tabs(wanted: Filter) -> dict[str, int]:
    """How many applications each tab would show, with the other filters as they are."""
    everything = matching(replace(wanted, tab="all"))
    grouped = Application._get_collection().aggregate(
        [{"$match": everything}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    )
    by_state = {row["_id"]: row["count"] for row in grouped}
    counts = {tab: sum(by_state.get(state, 0) for state in TABS[tab]) for tab in TABS}
    count = Application._get_collection().count_documents
    return counts | {tab: count(matching(replace(wanted, tab=tab))) for tab in WITHIN}


def find_rows(wanted: Filter, *, skip: int = 0, limit: int = 0) -> list[Row]:
    """The rows in order; `limit` 0 gives all. Without histories, which can be long."""
    cut: list[dict[str, Any]] = [{"$skip": skip}, {"$limit": limit}] if limit else []
    steps: list[dict[str, Any]] = [
        {"$match": matching(wanted)},
        {"$addFields": _SORT_KEYS},
        {"$addFields": _HAS_DEADLINE},
        _order(wanted.sort),
        *cut,
        {"$project": {"deadline": 1}},
    ]
    found = list(Application._get_collection().aggregate(steps))
    ids = [row["_id"] for row in found]
    read = Application.objects(id__in=ids).exclude("history", "outbox", "due")
    by_id = {application.id: application for application in read}
    return [Row(by_id[row["_id"]], row.get("deadline")) for row in found if row["_id"] in by_id]


_EARLIEST_TASK = {"$min": {"$map": {"input": "$tasks", "as": "task", "in": "$$task.due_at"}}}
_ANSWER_BY = {
    "$dateFromString": {"dateString": "$request.answer_by", "timezone": "Europe/Helsinki"}
}
_SORT_KEYS = {
    "deadline": {
        "$ifNull": [
            _EARLIEST_TASK,
            {"$cond": [{"$eq": ["$state", RETURNED]}, _ANSWER_BY, None]},
        ]
    },
    "organisation_key": {"$toLower": "$organisation"},
    "state_place": {"$indexOfArray": [list(SEEN_STATES), "$state"]},
}
_HAS_DEADLINE = {"has_deadline": {"$cond": [{"$gt": ["$deadline", None]}, 1, 0]}}


def _order(sort: str) -> dict[str, Any]:
    direction = -1 if sort.startswith("-") else 1
    keys: dict[str, int] = {SORTED_BY[sort.removeprefix("-")]: direction}
    # an application without a deadline would come first: it waits for nobody
    before = {"has_deadline": -1} if "deadline" in keys else {}
    ties = {"submitted_at": 1, "_id": 1}
    return {"$sort": before | keys | {name: ties[name] for name in ties if name not in keys}}

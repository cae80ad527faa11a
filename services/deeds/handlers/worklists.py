"""The office's lists: cases by tab, counted, what is to be done first on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared import ambient
from shared.read_models.mails import NOT_REACHED
from shared.workflow.case import Case

OVERDUE = "overdue"
UNDELIVERED = "mails"  # a mail about it did not arrive
SPECIAL = (OVERDUE, UNDELIVERED)
HEAVY = ("history", "outbox", "due", "mails", "answers")

_DEADLINE = {"$min": {"$map": {"input": "$tasks", "as": "task", "in": "$$task.due_at"}}}
_WAITS = {"$cond": [{"$gt": ["$deadline", None]}, 1, 0]}


@dataclass(frozen=True)
class WorkList:
    """`tabs`: name → states, the one shown first in front; the SPECIAL tabs come after them."""

    cases: type[Case]
    tabs: Mapping[str, tuple[str, ...]]

    def tab(self, asked: str) -> str:
        return asked if asked in (*self.tabs, *SPECIAL) else next(iter(self.tabs))

    def counts(self) -> dict[str, int]:
        grouped = self.cases._get_collection().aggregate(
            [{"$group": {"_id": "$state", "count": {"$sum": 1}}}]
        )
        by_state = {row["_id"]: row["count"] for row in grouped}
        counts = {
            tab: sum(by_state.get(state, 0) for state in states)
            for tab, states in self.tabs.items()
        }
        special = {
            tab: int(self.cases.objects(__raw__=self._condition(tab)).count()) for tab in SPECIAL
        }
        return counts | special

    def rows(self, tab: str, *, skip: int, limit: int) -> list[Case]:
        """What waits for the office first, the longest waiting on top; then the newest."""
        found = self.cases._get_collection().aggregate(
            [
                {"$match": self._condition(tab)},
                {"$addFields": {"deadline": _DEADLINE}},
                {"$addFields": {"waits": _WAITS}},
                {"$sort": {"waits": -1, "deadline": 1, "number": -1}},
                {"$skip": skip},
                {"$limit": limit},
                {"$project": dict.fromkeys((*HEAVY, "deadline", "waits"), 0)},
            ]
        )
        return [self.cases._from_son(row) for row in found]

    def _condition(self, tab: str) -> dict[str, Any]:
        if tab == OVERDUE:
            return {"tasks.due_at": {"$lt": ambient.now()}}
        if tab == UNDELIVERED:
            return {"mails.state": {"$in": list(NOT_REACHED)}}
        return {"state": {"$in": list(self.tabs[tab])}}

"""What each expert has been ordered, has held, and how it was rated. From read models."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from services.experts.documents import FeedbackView, WorkView

GONE = ("declined", "cancelled")
UNDER_WAY = ("ordered", "agreed")


@dataclass
class Workload:
    """`ordered` counts the days of all orders that stand, held ones too."""

    ordered: int = 0
    held: int = 0
    under_way: int = 0
    ratings: list[int] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return len(self.ratings)

    @property
    def average(self) -> float | None:
        return round(sum(self.ratings) / len(self.ratings), 1) if self.ratings else None


def workloads(*expert_ids: str) -> dict[str, Workload]:
    """Expert id → figures; of everyone when no id is given. An unknown id has zeros."""
    chosen = {"expert_id": {"$in": list(expert_ids)}} if expert_ids else {}
    found: dict[str, Workload] = defaultdict(Workload)
    for work in WorkView._get_collection().find(chosen):
        _count(found[work.get("expert_id") or ""], work["state"], int(work.get("days") or 0))
    for answer in FeedbackView._get_collection().find(chosen, {"expert_id": 1, "rating": 1}):
        found[answer["expert_id"]].ratings.append(int(answer["rating"]))
    return found


def _count(workload: Workload, state: str, days: int) -> None:
    workload.ordered += 0 if state in GONE else days
    workload.held += days if state == "held" else 0
    workload.under_way += state in UNDER_WAY


def work_of(expert_id: str) -> list[WorkView]:
    """The expert's orders, latest day first."""
    return sorted(
        WorkView.objects(expert_id=expert_id),
        key=lambda work: (work.date or "", work.id),
        reverse=True,
    )

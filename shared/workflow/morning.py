"""Each morning of a business day a service tells the office what work is open, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from mongoengine import DictField, ListField, StringField

from shared import ambient
from shared.contracts.office import WorkSummedUp
from shared.roles import Role
from shared.workflow.calendar import is_business_day
from shared.workflow.case import Case
from shared.workflow.perform import perform
from shared.workflow.table import NEW, SYSTEM, Workflow, row

SUMMED_UP_FROM = time(7, 0)  # before the office opens
UNTIL = time(12, 0)  # later it is no morning: a service that was down tells nothing that day
MOST_TASKS = 100  # told one by one; the counts have all
CLOSES_WITHIN = timedelta(days=7)

MORNING = Workflow(
    name="morning",
    states=("summed_up",),
    rows=(row("sum_up", NEW, "summed_up", Role.SYSTEM, WorkSummedUp),),
    summary="What a service tells the office each morning of a business day: its open work.",
)

# one open task: kind, task, reference, title, path, opened_at, due_at
Task = Mapping[str, Any]


class Morning(Case):
    """`_id` is the day, as ISO text: a service sums up once a day, whoever asks."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True}
    workflow = MORNING

    day = StringField(required=True)
    counts = DictField()
    summed_tasks = ListField(DictField())
    rounds = ListField(DictField())

    def facts(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "day": date.fromisoformat(self.day),
            "counts": dict(self.counts),
            "tasks": self.summed_tasks,
            "rounds": self.rounds,
        }


def summing_up(
    morning: type[Morning],
    open_tasks: Callable[[], Iterable[Task]],
    closing_rounds: Callable[[], Sequence[Mapping[str, Any]]] = lambda: (),
) -> Callable[[], int]:
    """The loop's work. Harmless to repeat; both are asked only when there is a morning to tell."""

    def sum_up() -> int:
        now = ambient.now()
        today = now.astimezone(ambient.HELSINKI)
        if not is_morning(today) or morning.objects(id=today.date().isoformat()).first():
            return 0
        counts, urgent = counted(open_tasks(), now)
        case = morning(
            id=today.date().isoformat(),
            day=today.date().isoformat(),
            counts=counts,
            summed_tasks=urgent,
            rounds=list(closing_rounds()),
        )
        perform(case, "sum_up", SYSTEM, cause=f"morning:{case.day}")
        return 0  # there is no second one to hurry for

    return sum_up


def is_morning(moment: datetime) -> bool:
    """`moment` in Finnish time."""
    return is_business_day(moment.date()) and SUMMED_UP_FROM <= moment.time() < UNTIL


def counted(tasks: Iterable[Task], now: datetime) -> tuple[dict[str, int], list[Task]]:
    """The counts, and the tasks that are new, due or overdue, the most urgent first."""
    rows = sorted(tasks, key=lambda task: task["due_at"])
    kinds = [standing(task["opened_at"], task["due_at"], now) for task in rows]
    counts = {name: sum(name in kind for kind in kinds) for name in ("new", "due", "overdue")}
    urgent = [task for task, kind in zip(rows, kinds, strict=True) if kind]
    return {"open": len(rows), **counts}, urgent[:MOST_TASKS]


def standing(opened_at: datetime, due_at: datetime, now: datetime) -> frozenset[str]:
    """Of new, due and overdue what holds this morning. A task is new since the last morning, over
    a weekend too, and no longer when it is due."""
    today = now.astimezone(ambient.HELSINKI).date()
    due = due_at.astimezone(ambient.HELSINKI).date()
    if due < today:
        return frozenset({"overdue"})
    if due == today:
        return frozenset({"due"})
    return frozenset({"new"} if opened_at >= last_morning(today) else ())


def last_morning(today: date) -> datetime:
    day = today - timedelta(days=1)
    while not is_business_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, SUMMED_UP_FROM, ambient.HELSINKI)


def open_tasks_of(case_class: type[Case], *fields: str) -> Iterable[tuple[Case, Mapping[str, Any]]]:
    """(case, task) of all that wait. Once a morning: it goes through the whole collection."""
    found = case_class.objects(__raw__={"tasks.due_at": {"$gt": datetime(1970, 1, 1)}})
    for case in found.only("id", "state", "tasks", *fields):
        yield from ((case, task) for task in case.tasks)

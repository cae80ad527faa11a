"""What counts as new, due and overdue on a morning, and when there is a morning."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.ambient import HELSINKI
from shared.workflow.morning import MOST_TASKS, counted, is_morning, last_morning, standing

MONDAY = datetime(2026, 11, 23, 7, 5, tzinfo=HELSINKI)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=HELSINKI)


def task(opened, due):
    return {"opened_at": opened.astimezone(UTC), "due_at": due.astimezone(UTC)}


@pytest.mark.parametrize(
    ("opened", "due", "kinds"),
    [
        (at(9, 12), at(20, 9), {"overdue"}),
        (at(9, 12), at(23, 9), {"due"}),
        (at(22, 23), at(23, 9), {"due"}),  # new and due already: told once
        (at(20, 7), at(30, 9), {"new"}),  # since Friday morning: a weekend was between
        (at(20, 6, 59), at(30, 9), set()),
        (at(22, 3), at(30, 9), {"new"}),
    ],
)
def test_a_task_is_new_since_the_last_business_morning_due_on_its_day_overdue_after(
    opened, due, kinds
):
    assert standing(opened, due, MONDAY) == kinds


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (at(23, 6, 59), False),
        (at(23, 7), True),
        (at(23, 11, 59), True),
        (at(23, 12), False),
        (at(22, 8), False),  # Sunday
        (datetime(2026, 12, 24, 8, tzinfo=HELSINKI), False),  # Christmas Eve
    ],
)
def test_there_is_a_morning_on_business_days_before_noon(moment, answer):
    assert is_morning(moment) is answer


def test_the_morning_before_christmas_is_the_last_one_after_it():
    before = last_morning(datetime(2026, 12, 28, tzinfo=HELSINKI).date())
    assert before == datetime(2026, 12, 23, 7, tzinfo=HELSINKI)


def test_all_are_counted_and_the_most_urgent_are_told():
    overdue = [task(at(2, 9), at(10, 9) + timedelta(minutes=n)) for n in range(MOST_TASKS + 5)]
    quiet = [task(at(2, 9), at(30, 9))]
    counts, urgent = counted([*quiet, *reversed(overdue)], MONDAY)
    assert counts == {"open": MOST_TASKS + 6, "new": 0, "due": 0, "overdue": MOST_TASKS + 5}
    assert urgent == overdue[:MOST_TASKS]

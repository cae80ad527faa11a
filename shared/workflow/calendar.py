"""Finnish business days: Monday to Friday, without public holidays and the eves offices keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import holidays

from shared.ambient import HELSINKI

OFFICE_OPENS = time(9, 0)


@cache
def _days_off(year: int) -> frozenset[date]:
    # the library's Finnish calendar has Midsummer Eve and Christmas Eve too: offices are shut
    return frozenset(holidays.country_holidays("FI", years=year))


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _days_off(day.year)


def add_business_days(day: date, count: int) -> date:
    """The `count`-th business day after `day`; the day itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day


def office_morning(day: date) -> datetime:
    """The moment the office opens on that day in Finland: when timers of a day fire."""
    return datetime.combine(day, OFFICE_OPENS, HELSINKI)


def business_days(count: int) -> Callable[[Any, datetime], datetime]:
    """A timer's moment: the morning of the `count`-th business day after now."""

    def at(_case: Any, now: datetime) -> datetime:
        return office_morning(add_business_days(now.astimezone(HELSINKI).date(), count))

    return at

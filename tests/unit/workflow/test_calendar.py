"""Business days as Finnish offices keep them."""

from datetime import UTC, date, datetime

import pytest

from shared.ambient import HELSINKI
from shared.workflow.calendar import (
    add_business_days,
    business_days,
    is_business_day,
    office_morning,
)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "New Year"),
        (date(2027, 1, 6), "Epiphany"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2029, 5, 1), "May Day"),
        (date(2027, 5, 6), "Ascension Day"),
        (date(2027, 6, 25), "Midsummer Eve"),
        (date(2027, 12, 6), "Independence Day"),
        (date(2027, 12, 24), "Christmas Eve"),
        (date(2028, 12, 25), "Christmas Day"),
        (date(2028, 12, 26), "St Stephen's Day"),
        (date(2027, 3, 13), "a Saturday"),
        (date(2027, 3, 14), "a Sunday"),
    ],
)
def test_offices_are_shut(day, name):
    assert not is_business_day(day), name


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 12, 23),
        date(2027, 12, 31),
        date(2027, 6, 24),
        date(2027, 3, 25),
        date(2027, 12, 7),
    ],
)
def test_the_days_around_feasts_are_worked(day):
    assert is_business_day(day)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # the day itself is not counted
        (date(2027, 3, 15), 0, date(2027, 3, 15)),
        (date(2027, 3, 15), 1, date(2027, 3, 16)),
        # over a weekend
        (date(2027, 3, 12), 3, date(2027, 3, 17)),
        # from Wednesday over Midsummer: Thursday, Monday, Tuesday
        (date(2027, 6, 23), 3, date(2027, 6, 29)),
        # from Friday over Independence Day on Monday
        (date(2027, 12, 3), 1, date(2027, 12, 7)),
        # over Christmas and New Year 2026: 28.–31.12., then 4.1.
        (date(2026, 12, 23), 5, date(2027, 1, 4)),
        # over Easter 2027: Thursday, then Tuesday
        (date(2027, 3, 24), 2, date(2027, 3, 30)),
    ],
)
def test_business_days_are_counted_from_the_next_day(start, count, expected):
    assert add_business_days(start, count) == expected


@pytest.mark.parametrize(
    ("day", "hour_in_utc"), [(date(2027, 1, 15), 7), (date(2027, 7, 15), 6), (date(2027, 3, 29), 6)]
)
def test_the_office_opens_at_nine_in_finland_winter_and_summer(day, hour_in_utc):
    moment = office_morning(day).astimezone(UTC)
    assert (moment.date(), moment.hour, moment.minute) == (day, hour_in_utc, 0)


def test_a_timer_counts_from_the_date_in_finland_not_in_utc():
    # half past midnight on Tuesday in Helsinki is still Monday in UTC
    now = datetime(2027, 3, 15, 22, 30, tzinfo=UTC)
    assert business_days(1)(None, now) == datetime(2027, 3, 17, 9, 0, tzinfo=HELSINKI)

"""Dates, times and sums in the three languages; pages of a list."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from shared.web.formats import clock, date_time, euros, finnish_date, linked
from shared.web.paging import Page, page_number

SUMMER = datetime(2027, 7, 14, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("fi", "15.7.2027", "15.7.2027 klo 0.30"),
        ("sv", "15.7.2027", "15.7.2027 kl. 0.30"),
        ("en", "15 July 2027", "15 July 2027 at 00:30"),
    ],
)
def test_a_stored_moment_is_shown_in_finnish_time(language, day, moment):
    assert finnish_date(SUMMER, language) == day
    assert date_time(SUMMER, language) == moment
    assert date_time(SUMMER.isoformat(), language) == moment


def test_a_moment_from_the_store_without_a_zone_is_utc():
    assert clock(datetime(2027, 1, 1, 7, 5), "fi") == "9.05"


@pytest.mark.parametrize("value", ["09:00", time(9, 0)])
def test_a_clock_time_is_written_with_a_point(value):
    assert clock(value, "fi") == "9.00"
    assert clock(value, "en") == "09:00"


def test_a_plain_date_is_not_moved_by_time_zones():
    assert finnish_date(date(2027, 3, 14), "sv") == finnish_date("2027-03-14", "sv") == "14.3.2027"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_shown_as_nothing(nothing):
    assert finnish_date(nothing, "fi") == clock(nothing, "fi") == date_time(nothing, "fi") == ""


def test_sums_show_cents_only_when_there_are_some():
    assert euros(1200, "fi").replace("\u00a0", " ") == "1 200 €"
    assert euros(Decimal("1200.5"), "fi").replace("\u00a0", " ") == "1 200,50 €"


def test_web_addresses_in_text_become_links_and_markup_stays_text():
    shown = linked('<b>See</b> https://kunteko.fi/a?b=1&c=2. javascript:x "https://a.fi"')
    assert shown == (
        '&lt;b&gt;See&lt;/b&gt; <a href="https://kunteko.fi/a?b=1&amp;c=2" rel="nofollow noopener">'
        "https://kunteko.fi/a?b=1&amp;c=2</a>. javascript:x &#34;"
        '<a href="https://a.fi" rel="nofollow noopener">https://a.fi</a>&#34;'
    )


@pytest.mark.parametrize(
    ("query", "number"),
    [("", 1), ("?page=3", 3), ("?page=0", 1), ("?page=-2", 1), ("?page=x", 1), ("?page=٣", 1)],
)
def test_a_page_number_that_is_none_is_the_first_page(app, query, number):
    with app.test_request_context(f"/{query}"):
        assert page_number() == number


def test_a_huge_page_number_stays_within_what_a_store_can_skip(app):
    with app.test_request_context("/?page=" + "9" * 400):
        assert page_number() == 100_000


@pytest.mark.parametrize(
    ("number", "total", "numbers"),
    [
        (1, 0, [1]),
        (1, 25, [1]),
        (1, 26, [1, 2]),
        (5, 250, [1, None, 4, 5, 6, None, 10]),
        (99, 50, [1, 2]),
    ],
)
def test_pages_show_first_last_and_neighbours(number, total, numbers):
    assert Page([], total, number).numbers == numbers


def test_a_page_beyond_the_end_leads_back_to_the_last():
    assert Page([], 50, 99).previous == 2
    assert Page([], 50, 99).next is None

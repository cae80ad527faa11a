from datetime import date

from services.experts.contracts import (
    contracted_until,
    ends_soon,
    overlapping,
    starts_on,
    under_contract,
)

TODAY = date(2027, 3, 14)


def period(start, end, number="KT"):
    return {"number": number, "start": start, "end": end, "day_rate": 100}


def test_both_the_first_and_the_last_day_are_under_contract():
    contracts = [period("2027-03-14", "2027-03-20")]
    days = (date(2027, 3, 13), date(2027, 3, 14), date(2027, 3, 20), date(2027, 3, 21))
    assert [under_contract(contracts, day) for day in days] == [False, True, True, False]


def test_an_expert_is_contracted_until_the_end_of_the_last_period():
    contracts = [period("2027-01-01", "2027-12-31"), period("2028-01-01", "2028-12-31")]
    assert contracted_until(contracts, TODAY) == date(2028, 12, 31)


def test_a_period_that_is_over_does_not_count():
    assert contracted_until([period("2020-01-01", "2027-03-13")], TODAY) is None


def test_a_coming_contract_tells_when_it_begins():
    assert starts_on([period("2027-05-01", "2028-12-31")], TODAY) == date(2027, 5, 1)


def test_someone_under_contract_today_begins_on_no_later_day():
    contracts = [period("2027-01-01", "2027-12-31"), period("2028-01-01", "2028-12-31")]
    assert starts_on(contracts, TODAY) is None


def test_sixty_days_is_soon_and_sixty_one_is_not():
    assert ends_soon([period("2027-01-01", "2027-05-13")], TODAY)
    assert not ends_soon([period("2027-01-01", "2027-05-14")], TODAY)


def test_a_renewed_contract_does_not_end_soon():
    contracts = [period("2027-01-01", "2027-03-31"), period("2027-04-01", "2028-12-31")]
    assert not ends_soon(contracts, TODAY)


def test_periods_that_share_one_day_overlap_in_whatever_order_they_are_given():
    later, earlier = (
        period("2027-06-30", "2028-01-01", "B"),
        period("2027-01-01", "2027-06-30", "A"),
    )
    assert [one["number"] for one in overlapping([later, earlier])] == ["A", "B"]


def test_periods_one_after_the_other_do_not_overlap():
    assert (
        overlapping([period("2027-07-01", "2028-01-01"), period("2027-01-01", "2027-06-30")])
        is None
    )

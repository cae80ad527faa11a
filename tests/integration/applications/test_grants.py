"""The budget of a round holds, whoever grants at once and wherever a grant breaks off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from services.applications.documents import Application, Round
from services.applications.handlers import budget, decisions, orders
from shared import ambient
from shared.errors import Conflict, TransitionNotAllowed
from tests.integration.applications import casebook


class Later(ambient.FixedSource):
    """The clock stands some time from now; ids stay as they are in the real world."""

    def __init__(self, **span):
        super().__init__(ambient.now() + timedelta(**span))

    def new_id(self):
        return ambient.Source().new_id()


@pytest.fixture
def experts(app):
    casebook.add_themes("processes")
    casebook.add_expert()


def at_once(works):
    """All of them at the same time; what each returned or raised."""

    def settled(work):
        try:
            return work()
        except (TransitionNotAllowed, Conflict) as error:
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return [job.result() for job in [pool.submit(settled, work) for work in works]]


def reasons(outcomes):
    return {
        getattr(error, "reason", "conflict") for error in outcomes if isinstance(error, Exception)
    }


def granted_days():
    return sum(case.days for case in Application.objects(state="ordered"))


@pytest.mark.slow
def test_24_people_granting_at_once_never_exceed_the_budget(experts):
    current = casebook.open_round(budget=7, per_organisation=2)
    cases = [
        casebook.submitted(days=1 + number % 2, business_id=f"{number:07d}-0")
        for number in range(24)
    ]

    outcomes = at_once([lambda case=case: casebook.grant(case) for case in cases])

    assert granted_days() <= 7
    assert granted_days() >= 6  # nothing that fitted was refused
    assert reasons(outcomes) == {"budget"}
    assert casebook.reserved(current.id) == (granted_days(),) * 3


@pytest.mark.slow
def test_one_application_granted_many_times_at_once_is_granted_and_reserved_once(experts):
    current = casebook.open_round(budget=40, per_organisation=2)
    case = casebook.submitted(days=1)

    outcomes = at_once([lambda: casebook.grant(casebook.stored(case)) for _ in range(8)])

    granted = [entry for entry in casebook.stored(case).history if entry["action"] == "grant"]
    assert len(granted) == 1
    assert sum(isinstance(outcome, Application) for outcome in outcomes) == 1
    assert casebook.reserved(current.id) == (1, 1, 1)


@pytest.mark.slow
def test_one_organisation_gets_no_more_than_its_limit_from_many_people_at_once(experts):
    current = casebook.open_round(budget=40, per_organisation=2)
    cases = [casebook.submitted(days=1, unit=f"Yksikkö {number}") for number in range(6)]

    outcomes = at_once([lambda case=case: casebook.grant(case) for case in cases])

    assert granted_days() == 2
    assert reasons(outcomes) == {"organisation_limit"}
    assert casebook.reserved(current.id) == (2, 2, 2)


def test_the_same_click_twice_at_once_grants_once_and_keeps_one_reservation(experts):
    current = casebook.open_round()
    case = casebook.submitted(days=1)
    clicks = [
        lambda: casebook.grant(casebook.stored(case), cause="form:1", expected_version=case.version)
        for _ in range(4)
    ]

    at_once(clicks)

    stored = casebook.stored(case)
    assert [entry["action"] for entry in stored.history].count("grant") == 1
    assert casebook.reserved(current.id) == (1, 1, 1)
    assert Round.objects.get(id=current.id).reservations[0]["id"] == stored.reservation


def test_a_refused_grant_leaves_no_days_reserved(experts):
    current = casebook.open_round()
    case = casebook.submitted(personnel=0)

    with pytest.raises(TransitionNotAllowed) as refused:
        casebook.grant(case)

    assert refused.value.reason == "cooperation"
    assert casebook.reserved(current.id) == (0, 0, 0)
    assert casebook.stored(case).state == "submitted"


def test_a_stale_grant_gives_its_days_back(experts):
    current = casebook.open_round()
    case = casebook.submitted()
    casebook.decisions.ask_more(
        case, sections=["need"], message="?", answer_by=casebook.workday(), by=casebook.STAFF
    )

    with pytest.raises(Conflict):
        casebook.grant(case, expected_version=case.version)

    assert casebook.reserved(current.id) == (0, 0, 0)


@pytest.mark.parametrize("undo", ["cancel", "withdraw"])
def test_days_of_a_sparring_that_comes_to_nothing_go_back_to_the_round(experts, undo):
    current = casebook.open_round()
    case = casebook.agreed(days=2)
    assert casebook.reserved(current.id) == (2, 2, 2)

    if undo == "cancel":
        orders.cancel_day(case, reason="Sairastuminen", by=casebook.STAFF)
    else:
        orders.withdraw_application(case, reason="")

    assert casebook.reserved(current.id) == (0, 0, 0)


def test_declined_days_stay_granted(experts):
    current = casebook.open_round()
    casebook.choosing(days=2)

    assert casebook.reserved(current.id) == (2, 2, 2)


class TestWatchdog:
    """A process may die between reserving the days and deciding."""

    def test_it_leaves_a_grant_that_is_under_way(self, experts):
        current = casebook.open_round()
        budget.reserve_days(casebook.submitted(), 1)

        assert budget.reconcile_reservations() == 0
        assert casebook.reserved(current.id) == (1, 1, 1)

    def test_it_gives_back_days_of_a_grant_that_stopped_half_way(self, experts):
        current = casebook.open_round()
        case = casebook.submitted()
        budget.reserve_days(case, 1)

        with ambient.use(Later(minutes=11)):
            assert budget.reconcile_reservations() == 1

        assert casebook.reserved(current.id) == (0, 0, 0)
        assert casebook.stored(case).state == "submitted"

    def test_a_half_way_grant_that_wakes_up_later_decides_nothing(self, experts, monkeypatch):
        current = casebook.open_round()
        case = casebook.submitted()
        reserve = decisions.reserve_days

        def sleep_long(application, days):
            reservation = reserve(application, days)
            with ambient.use(Later(minutes=11)):
                budget.reconcile_reservations()
            return reservation

        monkeypatch.setattr(decisions, "reserve_days", sleep_long)

        with pytest.raises(Conflict):
            casebook.grant(case)

        assert casebook.stored(case).state == "submitted"
        assert casebook.reserved(current.id) == (0, 0, 0)

    def test_it_never_touches_days_that_were_granted(self, experts):
        current = casebook.open_round()
        casebook.ordered(days=1)
        casebook.held(days=1, business_id="0110139-9")

        with ambient.use(Later(days=2)):
            assert budget.reconcile_reservations() == 0

        assert casebook.reserved(current.id) == (2, 2, 2)

    def test_it_finishes_a_withdrawal_that_died_before_giving_the_days_back(
        self, experts, monkeypatch
    ):
        current = casebook.open_round()
        case = casebook.ordered(days=2)
        monkeypatch.setattr(orders, "release_days", lambda *_: False)
        orders.withdraw_application(case, reason="")
        assert casebook.reserved(current.id) == (2, 2, 2)

        with ambient.use(Later(minutes=11)):
            assert budget.reconcile_reservations() == 1

        assert casebook.reserved(current.id) == (0, 0, 0)

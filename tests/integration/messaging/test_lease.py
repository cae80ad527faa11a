from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from shared import ambient
from shared.messaging.lease import Lease
from shared.store import database
from tests.integration.messaging.parcels import SENDERS

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
def clock():
    with ambient.use(ambient.FixedSource(NOON)) as source:
        yield source


@pytest.fixture
def lease(inprocess, clock):
    return lambda holder: Lease(database(SENDERS), "worker", holder, timedelta(seconds=10))


def test_of_many_racers_one_gets_it(lease):
    racers = [lease(f"process {number}") for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(Lease.renew, racers))
    assert sorted(got) == [False] * 7 + [True]
    assert [racer.held() for racer in racers] == got


def test_the_holder_keeps_it_by_renewing_and_another_gets_it_when_it_runs_out(lease, clock):
    first, second = lease("first"), lease("second")
    assert first.renew()
    clock.moment += timedelta(seconds=9)
    assert first.renew()
    clock.moment += timedelta(seconds=9)
    assert not second.renew()
    assert first.held()
    clock.moment += timedelta(seconds=1)
    assert not first.held()
    assert second.renew()
    assert not first.renew()
    assert not first.held()


def test_one_that_nobody_renews_is_free_whatever_its_holders_clock_said(lease, clock):
    """Killed with its clock an hour ahead, the process had it until then."""
    killed, second = lease("killed"), lease("second")
    clock.moment += timedelta(hours=1)
    assert killed.renew()
    clock.moment -= timedelta(hours=1)
    looks = [second.renew() for _ in range(5)]  # at the pace of renewing: longer than its time
    assert looks == [False, False, False, False, True]


def test_one_whose_holders_clock_is_ahead_stays_theirs_while_they_renew_it(lease, clock):
    first, second = lease("first"), lease("second")
    for _ in range(10):
        clock.moment += timedelta(hours=1)
        assert first.renew()
        clock.moment -= timedelta(hours=1)
        assert not second.renew()
        clock.moment += first.renew_every


def test_a_released_lease_is_free_at_once_and_only_its_holder_releases_it(lease):
    first, second = lease("first"), lease("second")
    first.renew()
    second.release()
    assert not second.renew()
    first.release()
    assert not first.held()
    assert second.renew()

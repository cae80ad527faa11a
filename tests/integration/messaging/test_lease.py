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


def test_a_released_lease_is_free_at_once_and_only_its_holder_releases_it(lease):
    first, second = lease("first"), lease("second")
    first.renew()
    second.release()
    assert not second.renew()
    first.release()
    assert not first.held()
    assert second.renew()

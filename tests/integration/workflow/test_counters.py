"""Numbers that are never given twice, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from bson import ObjectId

from services.deeds.documents import search_entry
from shared.counters import count_on

AT_ONCE = 16


@pytest.fixture
def counters(store):
    with store.client() as client:
        yield client[f"{store.prefix}counting"]["counters"]


def all_at_once(act):
    """What each of AT_ONCE threads got, that began in the same moment."""
    barrier = Barrier(AT_ONCE)

    def one(place):
        barrier.wait(30)
        return act(place)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_the_first_numbers_of_all_may_be_asked_for_in_the_same_moment(counters):
    """As at the turn of the year, when the first applications of the year come in."""
    for year in range(2026, 2036):
        given = all_at_once(lambda _place, year=year: count_on(counters, f"sparring-{year}"))
        assert sorted(given) == list(range(1, AT_ONCE + 1))


def test_a_block_is_given_whole(counters):
    assert count_on(counters, "deed", by=100) == 100
    assert count_on(counters, "deed") == 101


def test_a_database_has_one_name_whoever_asks_first(counters):
    for _ in range(5):
        counters.delete_many({})
        search_entry.identity.cache_clear()
        names = set(all_at_once(lambda _place: search_entry.identity(counters.database)))
        assert len(names) == 1 and ObjectId.is_valid(names.pop())

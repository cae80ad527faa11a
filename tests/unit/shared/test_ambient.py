"""Time, ids and randomness come from one source that a test or a simulation can replace."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared import ambient
from shared.ambient import FixedSource, Source

NIGHT = datetime(2027, 3, 15, 22, 30, 0, 123_456, tzinfo=UTC)


def test_the_moment_is_aware_in_utc_and_as_fine_as_the_store_keeps_it():
    with ambient.use(FixedSource(NIGHT)):
        assert ambient.now() == NIGHT.replace(microsecond=123_000)
        assert ambient.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (NIGHT, date(2027, 3, 16)),  # winter: two hours before UTC's midnight
        (datetime(2027, 3, 15, 21, 59, tzinfo=UTC), date(2027, 3, 15)),
        (datetime(2027, 7, 15, 21, 0, tzinfo=UTC), date(2027, 7, 16)),  # summer: three hours
    ],
)
def test_today_is_the_date_in_finland(moment, day):
    with ambient.use(FixedSource(moment)):
        assert ambient.today() == day


def test_a_fixed_source_repeats_itself_exactly():
    def run():
        with ambient.use(FixedSource(NIGHT)) as source:
            first = (ambient.now(), ambient.new_id(), ambient.random_token())
            source.moment += timedelta(days=1)
            return first, ambient.now(), ambient.new_id()

    assert run() == run()


def test_ids_of_a_fixed_source_differ_from_one_another():
    with ambient.use(FixedSource(NIGHT)):
        assert len({ambient.new_id() for _ in range(100)}) == 100


def test_the_former_source_is_back_after_the_block_even_after_an_error():
    with ambient.use(FixedSource(NIGHT)):
        with pytest.raises(ZeroDivisionError), ambient.use(Source()):
            raise ZeroDivisionError
        assert ambient.now().year == 2027


def test_the_real_source_never_repeats():
    assert len({ambient.new_id() for _ in range(1000)}) == 1000
    assert len({ambient.random_token() for _ in range(1000)}) == 1000
    assert len(ambient.random_token()) >= 32

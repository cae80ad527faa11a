"""The store goes away for a while, and comes back."""

import pytest

from tests.faults.injecting import under_load

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


def test_the_store_is_away_for_longer_than_anybody_waits(system, capsys):
    """Longer than a request may take, and than the first retries."""
    with under_load(system, capsys) as inject:
        inject.wait(3)
        inject.store_away(12)
        inject.wait(5)


def test_the_store_goes_again_as_soon_as_it_is_back(system, capsys):
    with under_load(system, capsys) as inject:
        for _ in range(4):
            inject.wait(2)
            inject.store_away(0)

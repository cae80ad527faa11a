"""The simulation finds what a careless change could bring in."""

import pytest

from tests.simulation.planted import PLANTED
from tests.simulation.shortest import again
from tests.simulation.simulation import Failed, Simulation

SEEDS = range(10_000, 10_120)
STEPS = 200


def first_failure(played):
    for seed in SEEDS:
        try:
            Simulation(seed, rough=True, **played).play(STEPS)
        except Failed as failed:
            return failed
    return None


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(in_memory, name):
    plant, played = PLANTED[name]
    with plant():
        failed = first_failure(played)
    assert failed, f"{name}: not found in {len(SEEDS)} seeds"
    # the same people, kills and faults break nothing where nothing is planted
    again(failed).play(STEPS)

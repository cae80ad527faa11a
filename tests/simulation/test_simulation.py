"""Many seeds: whatever people, kills and faults come together, nothing is lost or doubled."""

import pytest

from tests.simulation import memory
from tests.simulation.shortest import shortest, story_of
from tests.simulation.simulation import Failed, Simulation

SEEDS, BLOCKS = 2000, 20
STEPS = 60
FEW_TRIES = 60  # to make a failing run short: enough to read, and soon over


@pytest.mark.timeout(900)
@pytest.mark.parametrize("block", range(BLOCKS))
def test_nothing_is_lost_and_nothing_happens_twice(in_memory, block):
    for seed in range(block, SEEDS, BLOCKS):
        try:
            Simulation(seed).play(STEPS)
        except Failed as failed:
            pytest.fail(story_of(shortest(failed, FEW_TRIES)), pytrace=False)


@pytest.mark.parametrize("seed", range(5))
def test_a_seed_plays_exactly_the_same_run_again(in_memory, seed):
    first = Simulation(seed, rough=True).play(150)
    stored, arrived = memory.snapshot(), first.system.mail.arrived
    again = Simulation(seed, rough=True).play(150)
    assert again.commands == first.commands
    assert memory.snapshot() == stored
    assert again.system.mail.arrived == arrived


def test_the_list_of_its_commands_plays_it_again_too(in_memory):
    first = Simulation(7, rough=True).play(150)
    stored = memory.snapshot()
    Simulation(7, rough=True).replay(first.commands)
    assert memory.snapshot() == stored

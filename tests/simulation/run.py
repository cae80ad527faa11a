"""`make simulate SEEDS=0:2000`: many seeds on all processors, each a run of its own.

A failing seed is played again ever shorter, and its story told.
"""

import argparse
import logging
import os
import sys
from collections import Counter
from multiprocessing import Pool
from time import monotonic

import structlog

from tests.simulation.shortest import shortest, story_of
from tests.simulation.simulation import Failed, Simulation, prepare

COMMANDS = 300  # drawn for each seed; what is left then is worked off without any fault
TOLD_EVERY = 100  # seeds


def begin():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    prepare()


def play(seed):
    """(seed, steps, faults by kind, the story of its failure or "")."""
    simulation = Simulation(seed)
    try:
        simulation.play(COMMANDS)
    except Failed as failed:
        return seed, simulation.steps, simulation.world.faults, story_of(shortest(failed))
    return seed, simulation.steps, simulation.world.faults, ""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", help="FIRST:LAST, the last not included")
    first, last = map(int, parser.parse_args().seeds.split(":"))
    begun, steps, failures, faults = monotonic(), 0, 0, Counter()
    with Pool(os.cpu_count(), initializer=begin) as pool:
        played = pool.imap_unordered(play, range(first, last))
        for count, (_seed, taken, met, story) in enumerate(played, 1):
            steps += taken
            faults.update(met)
            if story:
                failures += 1
                print(story, flush=True)
            if count % TOLD_EVERY == 0 or count == last - first:
                seconds = monotonic() - begun
                print(
                    f"{count} seeds, {steps} steps, {sum(faults.values())} faults, "
                    f"{failures} failing, {seconds:.0f} s",
                    flush=True,
                )
    print(", ".join(f"{kind} {number}" for kind, number in faults.most_common()))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

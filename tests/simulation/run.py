"""`python -m tests.simulation.run 0:2000`: many seeds, on all cores."""

import logging
import sys
import time
import traceback
from collections import Counter

import structlog

from tests.simulation import memory
from tests.simulation.simulation import SETTINGS, Failed, Simulation

STEPS = 300


def quiet():
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


def run_seed(seed, steps=STEPS):
    return Simulation(seed).play(steps)


if __name__ == "__main__":
    quiet()
    memory.connect(SETTINGS)
    first, last = map(int, sys.argv[1].split(":"))
    begun = time.process_time()
    faults, confirmed, steps = Counter(), Counter(), 0
    for seed in range(first, last):
        try:
            run = run_seed(seed)
        except Failed as failed:
            print(failed)
            if failed.__cause__:
                traceback.print_exception(failed.__cause__)
            continue
        faults.update(run.world.faults)
        confirmed.update(kind for kind, _ in run.confirmed)
        steps += run.steps
    print(steps, "steps", time.process_time() - begun, "s", faults, confirmed)

"""Clocks that jump, and clocks that do not agree."""

import time

import pytest

from tests.faults.injecting import under_load
from tests.faults.system import MANAGER, PROCESSES
from tests.integration.deploy.test_distributed import sign_in

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]
WORKERS = [name for name in PROCESSES if name.startswith("worker-")]
HOUR = 3600
RENEWED = 5  # seconds in which a worker has renewed its lease


def test_a_workers_clock_jumps_ahead_and_back(system, capsys):
    """Leases, timers, retries: what was due in an hour, is not, and is again."""
    with under_load(system, capsys) as inject:
        for seconds in (HOUR, -2 * HOUR, HOUR):
            inject.wait(3)
            for name in WORKERS:
                inject.move_clock(seconds, name)


def test_clocks_of_one_service_do_not_agree(system, capsys):
    """Web processes ahead of their workers and behind them, minutes and hours."""
    with under_load(system, capsys) as inject:
        for _ in range(8):
            inject.wait(2)
            step = inject.chance.choice((-HOUR, -300, -20, 20, 300, HOUR))
            inject.move_clock(step, inject.chance.choice(PROCESSES))


def test_a_worker_is_killed_while_its_clock_is_ahead(system, capsys):
    """What it held until an hour from now is free when it is gone."""
    with under_load(system, capsys) as inject:
        inject.move_clock(HOUR, *WORKERS)
        time.sleep(RENEWED)
        inject.kill_together(WORKERS, 0, lambda: inject.move_clock(-HOUR, *WORKERS))


def test_two_workers_whose_clocks_are_apart_take_turns(system, capsys, second_workers):
    """Each may believe that the lease is its own: nothing is done twice for that."""
    with under_load(system, capsys) as inject:
        for seconds in (30, -60, 30):
            inject.wait(3)
            inject.move_clock(seconds, "worker-notifications")
            inject.move_clock(-seconds, "worker-applications")


def test_who_signs_in_where_the_clock_is_ahead_is_signed_in_everywhere(system):
    system.clocks.step(2, "web-accounts")
    try:
        visitor = sign_in(system, MANAGER)
        assert visitor.open("/staff/applications").path == "/staff/applications"
        assert visitor.open("/staff/deeds").path == "/staff/deeds"
    finally:
        system.clocks.together()

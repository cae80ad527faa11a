"""kill -9 of anything at any moment, under load."""

import pytest

from tests.faults.injecting import under_load
from tests.faults.system import PROCESSES

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.mark.short
def test_one_of_each_kind_is_killed(system, capsys):
    with under_load(system, capsys) as inject:
        for victim in ("web-applications", "broker", "worker-notifications", "store"):
            inject.wait(2)
            inject.kill(victim)


def test_everything_is_killed_in_any_order(system, capsys):
    with under_load(system, capsys) as inject:
        victims = [*PROCESSES, "store", "store", "broker"]
        inject.chance.shuffle(victims)
        for victim in victims:
            inject.wait(3)
            inject.kill(victim)


def test_all_processes_of_a_service_go_at_once(system, capsys):
    with under_load(system, capsys) as inject:
        for name in ("notifications", "applications", "deeds"):
            inject.wait(3)
            inject.kill_together([f"web-{name}", f"worker-{name}"], 1)


def test_the_mailer_is_killed_with_many_mails_in_its_hands(system, capsys):
    with under_load(system, capsys) as inject:
        for _ in range(3):
            inject.a_line_of_mails(8)
            inject.kill("worker-notifications")

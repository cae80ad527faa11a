"""A process that is stopped does not know it: others take over, and it comes back too late."""

import time

import pytest

from services.notifications.delivery.mails import CONNECTIONS
from tests.faults.injecting import under_load
from tests.faults.system import PROCESSES

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

LEASE = 10  # seconds, then another worker relays, ticks and mails
BROKER_WAITS = 15  # seconds until the broker gives a silent consumer's messages to another


def test_two_workers_of_a_service_share_the_work(system, capsys, second_workers):
    with under_load(system, capsys) as inject:
        for name in second_workers:
            inject.wait(2)
            inject.kill(name)
            inject.kill(name.removesuffix("-2"))


def test_what_stopped_workers_held_is_taken_over_and_they_come_back(system, capsys, second_workers):
    first = [name.removesuffix("-2") for name in second_workers]
    with under_load(system, capsys) as inject:
        inject.wait(2)
        inject.halt(first, LEASE + BROKER_WAITS)
        inject.wait(2)
        inject.halt(second_workers, LEASE + BROKER_WAITS)


def test_a_mailer_stopped_for_longer_than_its_hand_over_sends_nothing_that_others_sent(
    system, capsys, second_workers
):
    """It wakes with mails in its hands, five minutes late: only what was on the wire may repeat."""
    before = again(system)
    with under_load(system, capsys) as inject:
        inject.a_line_of_mails(8)
        inject.halt(["worker-notifications"], 0, meanwhile=minutes_pass(system, 6))
        inject.halt(["worker-notifications-2"], 0, meanwhile=minutes_pass(system, 6))
    assert again(system) - before <= 2 * CONNECTIONS


def again(system):
    ids = [mail.message["Message-ID"] for mail in system.mail.mails]
    return len(ids) - len(set(ids))


def minutes_pass(system, minutes):
    """The other worker takes up what the stopped one held."""

    def pass_by():
        time.sleep(LEASE + 2)
        system.clocks.step(minutes * 60)
        time.sleep(LEASE)

    return pass_by


def test_stopped_for_a_moment_again_and_again(system, capsys):
    """Also web processes, in the midst of answering."""
    with under_load(system, capsys) as inject:
        for _ in range(10):
            inject.halt([inject.chance.choice(PROCESSES)], inject.chance.uniform(0, 3))

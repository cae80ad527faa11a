"""What a worker's /health/ready tells of work that fails and is tried again."""

import threading

import pytest

from shared.errors import MessagingError
from shared.messaging import crew
from shared.messaging.crew import Crew


class Clock(threading.Event):
    """The crew's `stop`, and its time: waiting passes at once, and somebody looks every second."""

    def __init__(self):
        super().__init__()
        self.now = 0.0
        self.look = lambda: None

    def wait(self, timeout=None):
        end = self.now + timeout
        while self.now < end:
            self.now = min(self.now + 1, end)
            self.look()
        return self.is_set()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(crew, "monotonic", lambda: clock.now)
    return clock


def seen_failing(clock, tries):
    """What the crew tells each second, from the first failure on, until the tries are used up."""
    working, seen = Crew(clock), []

    def work():
        attempt = tries.pop(0)
        if not tries:
            clock.set()
        attempt()

    def look():
        if seen or working.failing:
            seen.append(dict(working.failing))

    clock.look = look
    working.start("relay", work)
    working.join(60)
    return seen


def test_work_that_takes_its_time_to_fail_again_is_failing_all_the_while(clock):
    """As the relay at a broker out of disk: a wait for confirms, a pause, again."""

    def fail():
        clock.wait(15)
        raise MessagingError("confirms nothing")

    seen = seen_failing(clock, [fail] * 12 + [lambda: None])
    assert len(seen) > 200
    assert all(each == {"relay": "confirms nothing"} for each in seen)


def test_work_that_goes_well_again_is_failing_no_more(clock):
    def fail():
        clock.wait(1)
        raise MessagingError("gone")

    seen = seen_failing(clock, [fail, lambda: clock.wait(60)])
    assert seen[0] == {"relay": "gone"}
    assert seen[-1] == {}

import pytest

from deploy.supervisor import STEADY, TRIES, GaveUp, Supervisor


class FakeChild:
    def __init__(self, name, order=None):
        self.name = name
        self.order = [] if order is None else order
        self.alive = False
        self.status = None
        self.last_words = ""
        self.starts = 0

    def start(self):
        self.alive = True
        self.starts += 1
        return self

    def end(self, status=1):
        self.alive, self.status = False, status

    def kill(self):
        self.alive = False

    def stop(self):
        self.alive = False
        self.order.append(self.name)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    return []


@pytest.fixture
def supervisor(clock, told):
    return Supervisor(told.append, clock)


def test_a_process_that_ended_is_started_again_after_a_pause(supervisor, clock, told):
    web = FakeChild("web")
    supervisor.start(web)
    web.end(status=3)
    supervisor.look()
    assert (web.starts, told) == (1, ["web ended with status 3: again in 1 s"])
    clock.now += 1.0
    supervisor.look()
    assert (web.starts, web.alive) == (2, True)


def test_the_pause_doubles_while_it_does_not_stay_up(supervisor, clock, told):
    web = FakeChild("web")
    supervisor.start(web)
    for _ in range(3):
        web.end()
        supervisor.look()
        clock.now += 30
        supervisor.look()
    assert told == [f"web ended with status 1: again in {pause} s" for pause in (1, 2, 4)]


def test_one_that_never_stays_up_ends_the_run(supervisor, clock):
    web = FakeChild("web")
    supervisor.start(web)
    for _ in range(TRIES):
        web.end()
        supervisor.look()
        clock.now += 30
        supervisor.look()
    web.end()
    with pytest.raises(GaveUp, match="web does not stay up"):
        supervisor.look()


def test_one_that_ends_once_an_hour_is_always_started_again(supervisor, clock):
    web = FakeChild("web")
    supervisor.start(web)
    for _ in range(TRIES * 3):
        clock.now += STEADY + 3600
        web.end()
        supervisor.look()
        clock.now += 1
        supervisor.look()
    assert web.alive


def test_what_was_started_last_is_stopped_first(supervisor):
    order = []
    supervisor.start(FakeChild("store", order), FakeChild("worker", order), FakeChild("web", order))
    supervisor.stop()
    assert order == ["web", "worker", "store"]

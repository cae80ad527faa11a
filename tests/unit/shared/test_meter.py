"""The meter: so much a minute for each, none for others, together in all processes."""

import os
import signal
import threading

import pytest

from shared.meter import WAYS, Meter


@pytest.fixture
def meter():
    made = Meter(rows=64 * WAYS)
    yield made
    made.file.close()


def taken(meter, key, times, a_minute, now):
    return sum(meter.take(key, a_minute, now) == 0 for _ in range(times))


def test_a_minutes_worth_may_come_at_once_and_no_more(meter):
    assert taken(meter, "a", 100, 60, now=1000.0) == 60


def test_who_was_refused_is_told_how_long_and_may_then(meter):
    taken(meter, "a", 60, 60, now=1000.0)
    assert meter.take("a", 60, 1000.25) == pytest.approx(0.75)
    assert meter.take("a", 60, 1001.0) == 0
    assert meter.take("a", 60, 1001.0) == pytest.approx(1.0)


def test_what_is_refused_makes_nobody_wait_longer(meter):
    taken(meter, "a", 60, 60, now=1000.0)
    taken(meter, "a", 10_000, 60, now=1000.5)
    assert meter.take("a", 60, 1001.0) == 0


def test_after_a_quiet_minute_all_of_it_may_come_again(meter):
    taken(meter, "a", 60, 60, now=1000.0)
    assert taken(meter, "a", 100, 60, now=1060.0) == 60


def test_in_the_long_run_it_is_the_limit(meter):
    done = sum(meter.take("a", 60, 1000 + tenth / 10) == 0 for tenth in range(6000))
    assert done == 60 + 599


def test_a_limit_that_does_not_divide_a_minute_is_kept_exactly(meter):
    for limit in (1, 7, 119, 120, 997):
        assert taken(meter, str(limit), limit + 5, limit, now=1000.0) == limit


def test_others_are_not_held_back(meter):
    taken(meter, "a", 60, 60, now=1000.0)
    assert taken(meter, "b", 60, 60, now=1000.0) == 60


def test_a_flood_of_addresses_takes_no_more_room_and_stops_nobody(meter):
    assert all(meter.take(f"address {n}", 60, 1000 + n / 1e6) == 0 for n in range(5000))


def test_threads_count_together(meter):
    done = []
    threads = [
        threading.Thread(target=lambda: done.append(taken(meter, "a", 200, 60, 1000.0)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(done) == 60


def forked(act):
    """A process of this one, that ends without a word to pytest."""
    pid = os.fork()
    if pid == 0:
        try:
            act()
        finally:
            os._exit(0)
    return pid


def test_forked_processes_count_together(meter):
    read, write = os.pipe()
    children = [
        forked(lambda: os.write(write, bytes([taken(meter, "a", 100, 60, 1000.0)])))
        for _ in range(4)
    ]
    for pid in children:
        os.waitpid(pid, 0)
    os.close(write)
    with open(read, "rb") as counted:
        assert sum(counted.read()) == 60


def test_a_process_killed_while_it_counts_holds_nobody_up(meter):
    read, write = os.pipe()

    def hang():
        with meter._alone(meter._start(b"12345678")):
            os.write(write, b"x")
            signal.pause()

    pid = forked(hang)
    os.read(read, 1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with meter._alone(meter._start(b"12345678")):
        pass

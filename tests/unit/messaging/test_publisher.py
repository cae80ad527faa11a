"""How confirms are counted, against a broker that answers as it is told."""

from collections import defaultdict

import pytest

from shared.messaging import publisher
from shared.messaging.publisher import Blocked, ConfirmedChannel
from shared.messaging.rabbitmq import Letter


class FakeConnection:
    """Connection and channel in one: its answers come when events are drained."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.events = defaultdict(set)
        self.published = []

    def channel(self):
        return self

    @property
    def connection(self):
        return self

    def confirm_select(self):
        pass

    def prepare_message(self, body, **_properties):
        return body

    def basic_publish(self, message, exchange, routing_key):
        self.published.append((message, exchange, routing_key))

    def drain_events(self, timeout):
        if not self.answers:
            raise TimeoutError
        name, *arguments = self.answers.pop(0)
        if name in ("on_blocked", "on_unblocked"):
            getattr(self, name)(*arguments)
        for callback in self.events[name]:
            callback(*arguments)


def letters(count):
    return [Letter("queue", f"{number}") for number in range(count)]


@pytest.mark.parametrize(
    "answers",
    [
        [("basic_ack", 1, False), ("basic_ack", 2, False), ("basic_ack", 3, False)],
        [("basic_ack", 3, False), ("basic_ack", 1, False), ("basic_ack", 2, False)],
        [("basic_ack", 2, True), ("basic_ack", 3, False)],
        [("basic_ack", 2, False), ("basic_ack", 3, True)],
        [("basic_ack", 3, True)],
    ],
)
def test_every_way_of_confirming_three_messages_is_understood(answers):
    connection = FakeConnection(*answers)
    assert ConfirmedChannel(connection).send(letters(3), within=1) == 0
    assert [body for body, _exchange, _key in connection.published] == ["0", "1", "2"]
    assert connection.answers == []


def test_numbers_go_on_from_batch_to_batch():
    connection = FakeConnection(("basic_ack", 2, True), ("basic_ack", 3, False))
    channel = ConfirmedChannel(connection)
    assert channel.send(letters(2), within=1) == 0
    assert channel.send(letters(1), within=1) == 0


def test_refused_messages_are_counted():
    connection = FakeConnection(("basic_nack", 2, True), ("basic_ack", 3, False))
    assert ConfirmedChannel(connection).send(letters(3), within=1) == 2


def test_one_missing_confirm_is_a_failure():
    connection = FakeConnection(("basic_ack", 1, False), ("basic_ack", 3, False))
    with pytest.raises(TimeoutError):
        ConfirmedChannel(connection).send(letters(3), within=0)


BLOCKED, UNBLOCKED = ("on_blocked", "low on disk"), ("on_unblocked",)


def test_a_broker_that_says_it_takes_nothing_is_told_from_one_that_is_silent():
    channel = ConfirmedChannel(FakeConnection(BLOCKED))
    with pytest.raises(Blocked):
        channel.send(letters(1), within=0)
    assert channel.blocked


def test_a_release_within_the_wait_still_confirms():
    connection = FakeConnection(BLOCKED, UNBLOCKED, ("basic_ack", 1, False))
    assert ConfirmedChannel(connection).send(letters(1), within=1) == 0


def test_it_is_waited_for_until_the_broker_reads_again():
    connection = FakeConnection(BLOCKED)
    channel = ConfirmedChannel(connection)
    for _ in range(2):
        with pytest.raises(Blocked):
            channel.send(letters(1), within=0)
    connection.answers.append(UNBLOCKED)
    channel.await_release(within=1)
    assert not channel.blocked


def test_a_broker_is_not_believed_for_ever(monkeypatch):
    monkeypatch.setattr(publisher, "BLOCKED_AT_MOST", -1.0)
    with pytest.raises(TimeoutError):
        ConfirmedChannel(FakeConnection(BLOCKED)).send(letters(1), within=0)

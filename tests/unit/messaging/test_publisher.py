"""How confirms are counted, against a broker that answers as it is told."""

from collections import defaultdict

import pytest

from shared.messaging.publisher import ConfirmedChannel
from shared.messaging.rabbitmq import Letter


class FakeConnection:
    """Connection and channel in one: its answers come when events are drained."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.events = defaultdict(set)
        self.published = []

    def channel(self):
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
        name, number, multiple = self.answers.pop(0)
        for callback in self.events[name]:
            callback(number, multiple)


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

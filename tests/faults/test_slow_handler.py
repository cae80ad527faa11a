"""A handler that takes longer than RabbitMQ waits for it (consumer_timeout)."""

import threading
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

import pytest

from shared.messaging import topology
from shared.messaging.consumer import Consumer
from shared.messaging.crew import Crew
from shared.messaging.envelope import Event
from shared.messaging.publisher import Publisher
from tests.integration.messaging.parcels import RECEIVERS, receiver
from tests.support.rabbitmq import Broker, BrokerServer
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

WAITS = 3  # seconds for an acknowledgement
MAIN = topology.queue(RECEIVERS)


@pytest.fixture
def impatient(tmp_path):
    server = BrokerServer(tmp_path)
    server.config += f"consumer_timeout = {WAITS * 1000}\n"
    # how often a channel looks: once a minute, unless told otherwise
    server.environ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] += " -rabbit channel_tick_interval 1000"
    server.start()
    yield Broker(server, "/")
    server.stop()


def event(number):
    data = {"what": f"parcel {number}", "day": "2027-03-14"}
    moment = datetime(2027, 3, 14, tzinfo=UTC)
    return Event(f"e{number}", "parcel.sent.v1", "/s", moment, "p", data, "c")


def test_it_is_delivered_again_with_all_behind_it_and_nothing_is_lost(impatient):
    handled, stop = [], threading.Event()

    def slow_at_first(event):
        if not handled:
            stop.wait(WAITS * 4)
        handled.append(event.id)

    worker = receiver(slow_at_first)
    with closing(Publisher(impatient.url, topology.queues([worker]))) as publisher:
        publisher.publish([event(number) for number in range(10)])
    crew = Crew(stop)
    crew.start("consumer", partial(Consumer(impatient.url, worker).run, stop))
    try:
        # the slow one was handled, and counts as unhandled: handlers bear repeats
        until(lambda: handled.count("e0") == 2, within=90, what="it comes again")
        until(lambda: set(impatient.queues().values()) == {0}, within=60, what="empty queues")
    finally:
        stop.set()
        crew.join(30)
    assert set(handled) == {f"e{number}" for number in range(10)}
    assert "consumer" in crew.failing

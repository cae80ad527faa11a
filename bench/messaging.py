"""How fast events get from the outbox to a no-op consumer, beside raw kombu on the same broker.

    python -m bench.messaging [events]

Starts its own store and RabbitMQ, and ends in under a minute. Absolute figures are the machine's;
the ratios hold.
"""

import logging
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from statistics import quantiles
from time import monotonic, sleep

import kombu
import structlog

from shared import ambient
from shared import store as stores
from shared.messaging import topology
from shared.messaging.consumer import PREFETCH, Consumer
from shared.messaging.outbox import untold
from shared.messaging.publisher import Publisher
from shared.messaging.rabbitmq import connected, declare
from shared.messaging.relay import BATCH, Relay
from shared.messaging.run import run_worker
from tests.integration.messaging.parcels import (
    RECEIVERS,
    SENDERS,
    Parcel,
    Running,
    receiver,
    send,
    sender,
)
from tests.support.rabbitmq import BrokerServer
from tests.support.settings import make_settings
from tests.support.store import StoreServer
from tests.support.waiting import until

QUEUE = topology.queue(RECEIVERS)


def raw_kombu(url, bodies):
    """Publish in batches with one wait for confirms while a consumer acknowledges one by one."""
    arrived, ready = [], threading.Event()

    def consume():
        with kombu.Connection(url) as connection:
            queue = kombu.Queue(QUEUE, no_declare=True)

            def handle(message):
                arrived.append(message.body)
                message.ack()

            with kombu.Consumer(
                connection, [queue], on_message=handle, prefetch_count=PREFETCH, auto_declare=False
            ):
                ready.set()
                while len(arrived) < len(bodies):
                    connection.drain_events(timeout=10)

    with kombu.Connection(url) as connection:
        channel = connection.channel()
        channel.confirm_select()
        confirmed = [0]
        channel.events["basic_ack"].add(lambda tag, _multiple: confirmed.append(tag))
        consumer = threading.Thread(target=consume)
        consumer.start()
        ready.wait(10)
        started = monotonic()
        for start in range(0, len(bodies), BATCH):
            batch = bodies[start : start + BATCH]
            for body in batch:
                message = channel.prepare_message(
                    body, content_encoding="utf-8", properties={"delivery_mode": 2}
                )
                channel.basic_publish(message, topology.EXCHANGE, "parcel.sent.v1")
            while max(confirmed) < start + len(batch):
                connection.drain_events(timeout=10)
        consumer.join()
    return len(bodies) / (monotonic() - started)


def our_bus(url, events):
    """The same with our publisher, consumer and dispatch; no store."""

    def publish_all(publisher):
        for start in range(0, len(events), BATCH):
            publisher.publish(events[start : start + BATCH])

    return _timed(url, events, publish_all)


def our_chain(url, events):
    """From the outbox in the store to the handler, and struck off."""
    return _timed(url, events, lambda publisher: Relay((Parcel,), publisher.publish).run_once())


def _timed(url, events, publish_all):
    """Events a second until the last is handled; a first one beforehand tells that all stands."""
    handled = Count(1)
    with (
        Running(Consumer(url, receiver(handled)).run),
        closing(Publisher(url)) as publisher,
    ):
        publisher.publish(events[:1])
        handled.all.wait(20)
        handled.expect(len(events))
        started = monotonic()
        publish_all(publisher)
        handled.all.wait(30)
        return len(events) / (monotonic() - started)


def latency(settings, *, a_second=50, seconds=5):
    """From the step's write to the handler's call, through a running worker, in ms: p50, p99."""
    count = a_second * seconds
    written, moments = {}, {}
    handled = Count(1, lambda event: moments.setdefault(event.subject, monotonic()))
    with Running(run_worker, settings, [sender(), receiver(handled)]):
        send("warm up")
        until(lambda: moments, what="the first event")
        moments.clear()
        handled.expect(count)
        for _ in range(count):
            started = monotonic()
            written[send("timed").id] = monotonic()
            sleep(max(0.0, 1 / a_second - (monotonic() - started)))
        handled.all.wait(20)
    waits = [(moments[subject] - at) * 1000 for subject, at in written.items()]
    cuts = quantiles(waits, n=100)
    return cuts[49], cuts[98]


class Count:
    """A handler that does nothing but count."""

    def __init__(self, count, also=lambda _event: None):
        self.also = also
        self.all = threading.Event()
        self.expect(count)

    def expect(self, count):
        self.left = count
        self.all.clear()

    def __call__(self, event):
        self.also(event)
        self.left -= 1
        if self.left <= 0:
            self.all.set()


def fill(count):
    """Cases with one event in the outbox each, as `perform` writes them."""
    example = send("books").to_mongo().to_dict()
    Parcel._get_collection().delete_many({})
    documents = []
    for _ in range(count):
        entry = {**example["history"][0], "id": ambient.new_id()}
        waiting = [{"id": entry["id"], "at": ambient.now()}]
        documents.append(
            {**example, "_id": ambient.new_id(), "history": [entry], "outbox": waiting}
        )
    for start in range(0, count, 1000):
        Parcel._get_collection().insert_many(documents[start : start + 1000])


def main(count):
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as directory:
        for name in ("rabbit", "store"):
            Path(directory, name).mkdir()
        broker = BrokerServer(Path(directory, "rabbit")).start()
        store = StoreServer(Path(directory, "store")).start()
        try:
            measure(f"amqp://guest:guest@127.0.0.1:{broker.port}/", store.url, count)
        finally:
            store.stop()
            broker.stop()


def measure(url, store_url, count):
    settings = make_settings(store_url=store_url, bus="rabbitmq", broker_url=url)
    for service in (SENDERS, RECEIVERS):
        stores.connect(settings, service)
    Parcel.ensure_indexes()
    with connected(url) as connection:
        declare(connection, topology.queues([receiver(lambda _event: None)]))
    fill(count)
    events = [event for case in untold(Parcel) for event in case.events]
    bodies = [event.to_json() for event in events]
    print(f"{count} events of {len(bodies[0])} bytes, batches of {BATCH}")
    raw = raw_kombu(url, bodies)
    print(f"raw kombu, publish to no-op consumer        {raw:8,.0f} events/s   1.00")
    bus = our_bus(url, events)
    print(f"our publisher, consumer and dispatch        {bus:8,.0f} events/s   {bus / raw:.2f}")
    chain = our_chain(url, events)
    print(f"outbox in the store to handler, struck off  {chain:8,.0f} events/s   {chain / raw:.2f}")
    p50, p99 = latency(settings)
    print(f"at 50 a second, written to handled          p50 {p50:.0f} ms, p99 {p99:.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)

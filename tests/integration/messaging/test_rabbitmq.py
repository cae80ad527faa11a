"""The bus on a real RabbitMQ, looked at with another client."""

import json
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

import pika
import pytest
from cloudevents.core.bindings import rabbitmq as sdk

from shared.errors import PermanentError
from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.dead_letters import EVERY, Choice, dead_letters
from shared.messaging.envelope import Event
from shared.messaging.publisher import Publisher
from shared.messaging.relay import Relay
from shared.messaging.run import run_worker
from shared.workflow.perform import perform
from tests.integration.messaging.parcels import (
    ARCHIVE,
    RECEIVERS,
    STAFF,
    Parcel,
    Receipt,
    Running,
    Seen,
    open_receipt,
    receiver,
    send,
    sender,
)
from tests.support.waiting import until

QUEUE = topology.queue(RECEIVERS)


class Killed(BaseException):
    """The process is gone in the middle of a step."""


@contextmanager
def wire(settings):
    """A channel of the independent client."""
    with pika.BlockingConnection(pika.URLParameters(settings.broker_url)) as connection:
        yield connection.channel()


@contextmanager
def relay(settings):
    """The senders' relay, which declares the receivers' queues."""
    queues = topology.queues([receiver(Seen())])
    with closing(Publisher(settings.broker_url, queues)) as publisher:
        yield Relay((Parcel,), publisher.publish)


def outbox(parcel):
    return Parcel.objects.get(id=parcel.id).outbox


def test_an_event_reaches_its_handler_with_loaded_data_and_leaves_the_outbox(rabbitmq):
    seen = Seen()
    parcel = send("books", marks=3)
    with Running(run_worker, rabbitmq, [sender(), receiver(seen)]):
        until(lambda: len(seen.events) == 4, what="four events")
        until(lambda: outbox(parcel) == [], what="an empty outbox")
    assert [event.sequence for event in seen.events] == [1, 2, 3, 4]
    assert seen.events[0].data == {"what": "books", "day": date(2027, 3, 14)}


def test_what_goes_over_the_wire_is_a_persistent_cloud_event(rabbitmq):
    parcel = send("kirjoja ä€")
    with relay(rabbitmq) as sending, wire(rabbitmq) as channel:
        sending.run_once()
        method, properties, body = channel.basic_get(QUEUE)
    entry = parcel.history[0]
    assert (method.exchange, method.routing_key) == ("kunteko.events", "parcel.sent.v1")
    assert properties.delivery_mode == 2
    assert properties.message_id == entry["id"]
    message = sdk.RabbitMQMessage(properties.headers or {}, properties.content_type, body)
    event = sdk.from_rabbitmq_event(message)
    assert event.get_data() == {"what": "kirjoja ä€", "day": "2027-03-14"}
    assert event.get_attributes() == {
        "specversion": "1.0",
        "id": entry["id"],
        "type": "parcel.sent.v1",
        "source": "/services/senders/parcels",
        "subject": parcel.id,
        "time": entry["at"],
        "datacontenttype": "application/json",
        "correlationid": entry["correlation_id"],
        "sequence": "0000000001",
    }


def test_a_kill_between_publish_and_strike_publishes_again_and_has_one_effect(rabbitmq):
    parcel = send()
    with relay(rabbitmq) as sending:

        def publish_and_die(events):
            sending.publish(events)
            raise Killed

        with pytest.raises(Killed):
            replace(sending, publish=publish_and_die).run_once()
    assert len(outbox(parcel)) == 1

    seen = Seen()
    with Running(run_worker, rabbitmq, [sender(), receiver(open_receipt, seen)]):
        until(lambda: len(seen.events) == 2, what="the same event twice")
    assert seen.ids == [parcel.history[0]["id"]] * 2
    (receipt,) = Receipt.objects
    assert (receipt.id, receipt.version) == (seen.ids[0], 1)


def test_a_transient_failure_is_retried_later_and_only_at_the_service_that_failed(rabbitmq):
    failing, well = Seen(failures=[OSError("store gone")]), Seen()
    send()
    workers = [sender(), receiver(failing), receiver(well, name=ARCHIVE)]
    with Running(run_worker, rabbitmq, workers):
        until(lambda: len(failing.events) == 2, what="the retry")
    assert len(well.events) == 1
    assert failing.ids == [well.ids[0]] * 2


def test_a_retry_waits_out_its_delay_and_counts_its_attempt(rabbitmq):
    failing = Seen(failures=[OSError("store gone")] * 2)
    send()
    five_seconds = topology.retry_queue(QUEUE, topology.DELAYS[1])
    workers = [sender(), receiver(failing)]
    with Running(run_worker, rabbitmq, workers), wire(rabbitmq) as channel:
        until(lambda: len(failing.events) == 2)
        _method, properties, _body = until(lambda: _get(channel, five_seconds))
    assert properties.headers[topology.ATTEMPT] == 2
    assert properties.headers[topology.REASON] == "OSError: store gone"
    assert properties.headers[topology.SERVICE] == RECEIVERS


def _get(channel, queue):
    found = channel.basic_get(queue)
    return found if found[0] else None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\xff\xfe nothing", "the message is not JSON"),
        (b'{"id": "1"}', "the message is not a CloudEvents 1.0 envelope"),
        (b"[" * 100_000, "the message is not JSON"),
    ],
)
def test_what_cannot_be_decoded_is_a_dead_letter_with_the_reason(rabbitmq, body, reason):
    letters = dead_letters(rabbitmq)
    with Running(run_worker, rabbitmq, [receiver(Seen())]):
        with wire(rabbitmq) as channel:
            until(lambda: _declared(rabbitmq), what="the queue")
            channel.basic_publish("", QUEUE, body)
        (letter,) = until(lambda: letters.find(RECEIVERS, EVERY))
    assert letter.reason.startswith(reason)
    assert letters.drop(RECEIVERS, Choice(ids=frozenset({letter.id}))) == [letter]
    assert letters.find(RECEIVERS, EVERY) == []


def _declared(settings):
    try:
        with wire(settings) as channel:
            channel.queue_declare(QUEUE, passive=True)
    except pika.exceptions.ChannelClosedByBroker:
        return False
    return True


def test_a_dead_letter_is_replayed_after_the_cause_is_gone(rabbitmq):
    seen = Seen(failures=[PermanentError("no such town")])
    parcel = send()
    letters = dead_letters(rabbitmq)
    with Running(run_worker, rabbitmq, [sender(), receiver(seen)]):
        until(lambda: outbox(parcel) == [])
        (letter,) = until(lambda: letters.find(RECEIVERS, EVERY))
        assert (letter.reason, letter.attempts) == ("PermanentError: no such town", 1)
        assert letter.correlation_id == parcel.history[0]["correlation_id"]
        assert (letter.subject, letter.event_type) == (parcel.id, "parcel.sent.v1")
        assert letter.first_failed
        assert letters.replay(RECEIVERS, Choice(event_type="another.v1")) == []
        assert letters.find(RECEIVERS, EVERY) == [letter]
        assert letters.replay(RECEIVERS, EVERY) == [letter]
        until(lambda: len(seen.events) == 2, what="the replay")
    assert letters.find(RECEIVERS, EVERY) == []
    assert seen.ids == [letter.id] * 2


def test_an_event_that_breaks_its_contract_is_a_dead_letter(rabbitmq):
    parcel = send()
    Parcel._get_collection().update_one(
        {"_id": parcel.id}, {"$set": {"history.0.data": {"what": "books"}}}
    )
    seen = Seen()
    with Running(run_worker, rabbitmq, [sender(), receiver(seen)]):
        (letter,) = until(lambda: dead_letters(rabbitmq).find(RECEIVERS, EVERY))
    assert "Missing data for required field" in letter.reason
    assert json.loads(letter.body)["data"] == {"what": "books"}
    assert seen.events == []


def test_a_message_that_takes_its_consumer_down_again_and_again_is_buried_by_the_broker(rabbitmq):
    send()
    with relay(rabbitmq) as sending, wire(rabbitmq) as channel:
        sending.run_once()
        for _ in range(topology.CRASHES + 1):
            method, _properties, _body = until(lambda: _get(channel, QUEUE))
            channel.basic_nack(method.delivery_tag, requeue=True)
    (letter,) = until(lambda: dead_letters(rabbitmq).find(RECEIVERS, EVERY))
    assert letter.reason == "moved here by RabbitMQ: delivery_limit"


def test_connections_closed_amid_the_flow_lose_nothing(rabbitmq, broker):
    seen = Seen()
    sent = []
    with Running(run_worker, rabbitmq, [sender(), receiver(seen)]):
        for turn in range(3):
            sent += [send(f"{turn}-{number}").history[0]["id"] for number in range(40)]
            broker.server.ctl(
                "close_all_connections", "--vhost", broker.virtual_host, "as in a failure"
            )
        sent += [send("last").history[0]["id"]]
        until(lambda: set(sent) <= set(seen.ids), within=40, what="everything sent")
        until(lambda: Parcel.objects(outbox__ne=[]).count() == 0, what="empty outboxes")
    assert set(seen.ids) == set(sent)


def test_a_batch_the_broker_cannot_confirm_stays_in_the_outbox(rabbitmq):
    parcel = send()
    nowhere = rabbitmq.broker_url.replace("guest:guest", "guest:pass:word%40")
    with pytest.raises(BrokerUnavailable) as raised:
        Relay((Parcel,), Publisher(nowhere).publish).run_once()
    assert len(outbox(parcel)) == 1
    assert "word" not in str(raised.value)
    assert "guest:***@127.0.0.1" in str(raised.value)


def test_an_exchange_that_is_gone_is_a_failure_and_declared_at_the_next_try(rabbitmq):
    parcel = send()
    with relay(rabbitmq) as sending:
        sending.run_once()
        with wire(rabbitmq) as channel:
            channel.exchange_delete(topology.EXCHANGE)
        perform(parcel, "mark", STAFF, data={"what": "books"})
        with pytest.raises(BrokerUnavailable):
            sending.run_once()
        assert len(outbox(parcel)) == 1
        assert sending.run_once() == 1
    assert outbox(parcel) == []


@pytest.mark.slow
def test_a_killed_broker_keeps_what_it_confirmed(settings, own_broker_server):
    server = own_broker_server
    url = f"amqp://guest:guest@127.0.0.1:{server.port}/"
    event = Event("e", "parcel.sent.v1", "/s", datetime(2027, 3, 14, tzinfo=UTC), "p", {}, "c")
    with closing(Publisher(url, topology.queues([receiver(Seen())]))) as publisher:
        for _ in range(5):
            publisher.publish([event] * 100)
        server.kill()
        with pytest.raises(BrokerUnavailable):
            publisher.publish([event])
        server.start()
        publisher.publish([event])
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        found = connection.channel().queue_declare(QUEUE, passive=True)
    assert found.method.message_count >= 501

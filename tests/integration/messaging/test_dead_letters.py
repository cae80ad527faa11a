"""Replaying dead letters: repeats, kills and strange letters, on both buses."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pika
import pytest

from shared.errors import PermanentError
from shared.messaging import queued_dead_letters, stored_dead_letters, topology
from shared.messaging.dead_letter import EVERY, Choice
from shared.messaging.dead_letters import dead_letters
from shared.messaging.inprocess import deliver_once
from shared.messaging.run import run_worker
from shared.messaging.topology_check import declare_topology
from tests.integration.messaging.parcels import (
    RECEIVERS,
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
DEAD = topology.dead_queue(QUEUE)
NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)
BROKEN = "not as we make them"


class Killed(BaseException):
    """The process is gone in the middle of a step."""


@contextmanager
def wire(settings):
    with pika.BlockingConnection(pika.URLParameters(settings.broker_url)) as connection:
        yield connection.channel()


class Mended:
    """Refuses everything until it is mended, then opens a receipt for each."""

    def __init__(self):
        self.broken = True

    def __call__(self, event):
        if self.broken:
            raise PermanentError(f"{BROKEN}: {event.id}")
        open_receipt(event)


def receipts():
    """Ids of receipts; each was opened by exactly one step."""
    found = list(Receipt.objects)
    assert {receipt.version for receipt in found} <= {1}
    return {receipt.id for receipt in found}


# -- either bus


@pytest.mark.parametrize("bus", ["inprocess", "rabbitmq"])
def test_letters_replayed_twice_while_the_consumer_works_have_one_effect_each(bus, request):
    settings = request.getfixturevalue(bus)
    letters, handler = dead_letters(settings), Mended()
    sent = {send(f"{number}").history[0]["id"] for number in range(40)}
    with Running(run_worker, settings, [sender(), receiver(handler)]):
        until(lambda: len(letters.find(RECEIVERS, EVERY)) == 40, within=30, what="40 letters")
        until(lambda: Parcel.objects(outbox__ne=[]).count() == 0, what="empty outboxes")
        handler.broken = False
        fresh = {send("fresh").history[0]["id"]}
        letters.replay(RECEIVERS, Choice(reason=BROKEN))
        letters.replay(RECEIVERS, EVERY)
        until(lambda: receipts() == sent | fresh, within=30, what="a receipt for each")
        until(lambda: letters.find(RECEIVERS, EVERY) == [], what="no letters")


@pytest.mark.parametrize("bus", ["inprocess", "rabbitmq"])
def test_what_dies_again_says_why_and_since_when_it_fails(bus, request):
    settings = request.getfixturevalue(bus)
    letters, seen = dead_letters(settings), Seen(failures=[PermanentError("no town")])
    parcel = send()
    with Running(run_worker, settings, [sender(), receiver(seen)]):
        (first,) = until(lambda: letters.find(RECEIVERS, EVERY))
        seen.failures.append(PermanentError("no street"))
        letters.replay(RECEIVERS, EVERY)
        (second,) = until(lambda: letters.find(RECEIVERS, Choice(reason="no street")))
    assert second.first_failed == first.first_failed
    assert second.source == "/services/senders/parcels"
    assert letters.find(RECEIVERS, Choice(subject=parcel.id, since=first.first_failed)) == [second]
    later = second.first_failed + timedelta(seconds=1)
    assert letters.find(RECEIVERS, Choice(since=later)) == []


# -- RabbitMQ


def bury(settings, count=1):
    declare_topology(settings, [receiver(Seen())])
    entries = []
    with wire(settings) as channel:
        for _ in range(count):
            entry = send().history[0]
            body = json.dumps(
                {
                    "specversion": "1.0",
                    "id": entry["id"],
                    "type": entry["type"],
                    "source": "/services/senders/parcels",
                    "time": entry["at"].isoformat(),
                    "subject": "p",
                    "correlationid": "j",
                    "sequence": "1",
                    "data": entry["data"],
                }
            )
            properties = pika.BasicProperties(message_id=entry["id"], type=entry["type"])
            channel.basic_publish("", DEAD, body, properties)
            entries.append(entry["id"])
    Parcel._get_collection().update_many({}, {"$set": {"outbox": []}})
    until(lambda: len(dead_letters(settings).find(RECEIVERS, EVERY)) == count)
    return entries


def test_a_replay_killed_between_publish_and_acknowledge_is_repeated_with_one_effect(
    rabbitmq, monkeypatch
):
    letters, (event_id,) = dead_letters(rabbitmq), bury(rabbitmq)

    class Dying(pika.adapters.blocking_connection.BlockingChannel):
        def basic_ack(self, *_arguments, **_options):
            raise Killed

    taken = queued_dead_letters._take

    def take_and_die(channel, service):
        channel.__class__ = Dying
        return taken(channel, service)

    monkeypatch.setattr(queued_dead_letters, "_take", take_and_die)
    with pytest.raises(Killed):
        letters.replay(RECEIVERS, EVERY)
    monkeypatch.undo()

    seen = Seen()
    with Running(run_worker, rabbitmq, [receiver(open_receipt, seen)]):
        until(lambda: seen.ids == [event_id], what="published before the kill")
        (letter,) = until(lambda: letters.find(RECEIVERS, EVERY), what="it lies there still")
        assert letters.replay(RECEIVERS, EVERY) == [letter]
        until(lambda: seen.ids == [event_id] * 2, what="the repeat")
    assert receipts() == {event_id}
    assert letters.find(RECEIVERS, EVERY) == []


def test_a_letter_of_strange_parts_is_shown_all_the_same(rabbitmq):
    declare_topology(rabbitmq, [receiver(Seen())])
    strange = pika.BasicProperties(
        headers={
            topology.ATTEMPT: "many",
            topology.FIRST_FAILED: "long ago",
            topology.REASON: 7,
            "x-death": "never",
        }
    )
    with wire(rabbitmq) as channel:
        channel.basic_publish("", DEAD, b"\xff\x00 \x1b[31m", strange)
    (letter,) = until(lambda: dead_letters(rabbitmq).find(RECEIVERS, EVERY))
    assert (letter.attempts, letter.first_failed, letter.reason) == (0, None, "7")
    assert (letter.event_type, letter.subject, letter.source) == ("", "", "")
    assert letter.body == "\\xff\x00 \x1b[31m"
    assert dead_letters(rabbitmq).drop(RECEIVERS, Choice(ids=frozenset({letter.id}))) == [letter]


def test_hundreds_are_found_and_replayed_in_seconds(rabbitmq):
    declare_topology(rabbitmq, [receiver(Seen())])
    properties = pika.BasicProperties(type="parcel.sent.v1", headers={topology.REASON: BROKEN})
    with wire(rabbitmq) as channel:
        for number in range(500):
            channel.basic_publish("", DEAD, f"{number}".encode(), properties)
    letters = dead_letters(rabbitmq)
    until(lambda: len(letters.find(RECEIVERS, EVERY)) == 500, within=30)
    assert len(letters.replay(RECEIVERS, Choice(reason=BROKEN))) == 500
    with wire(rabbitmq) as channel:
        assert channel.queue_declare(QUEUE, passive=True).method.message_count == 500
    assert letters.find(RECEIVERS, EVERY) == []


# -- the in-process bus


def dead_in_store(*handlers, count=1):
    for number in range(count):
        send(f"{number}")
    deliver_once([sender(), receiver(*handlers)], NOON)
    return dead_letters_of_store()


def dead_letters_of_store():
    return stored_dead_letters.StoredDeadLetters()


def test_a_bus_killed_after_a_replay_was_handled_hands_it_over_again_with_one_effect(inprocess):
    handler = Mended()
    letters = dead_in_store(handler)
    letters.replay(RECEIVERS, EVERY)
    handler.broken = False
    dying = Seen(failures=[Killed()])
    with pytest.raises(Killed):
        deliver_once([sender(), receiver(handler, dying)], NOON)
    (letter,) = letters.find(RECEIVERS, EVERY)
    deliver_once([sender(), receiver(handler, dying)], NOON)
    assert dying.ids == [letter.id] * 2
    assert receipts() == {letter.id}
    assert letters.find(RECEIVERS, EVERY) == []


def test_a_letter_that_cannot_be_read_stays_and_holds_up_nothing(inprocess):
    handler = Mended()
    letters = dead_in_store(handler)
    found = stored_dead_letters._letters(RECEIVERS)
    found.update_one({}, {"$set": {"body": "{half a letter"}})
    letters.replay(RECEIVERS, EVERY)
    handler.broken = False
    fresh = send("fresh").history[0]["id"]
    deliver_once([sender(), receiver(handler)], NOON)
    assert receipts() == {fresh}
    (letter,) = letters.find(RECEIVERS, EVERY)
    assert letter.reason.startswith("the message is not JSON")
    assert deliver_once([sender(), receiver(handler)], NOON) == 0


def test_a_letter_dropped_while_it_is_replayed_does_not_come_back(inprocess):
    letters = dead_in_store(Mended())

    def drops(event):
        letters.drop(RECEIVERS, EVERY)
        raise PermanentError("again")

    letters.replay(RECEIVERS, EVERY)
    deliver_once([sender(), receiver(drops)], NOON)
    assert letters.find(RECEIVERS, EVERY) == []


def test_what_happens_meanwhile_does_not_wait_for_many_replays(inprocess, monkeypatch):
    monkeypatch.setattr(stored_dead_letters, "BATCH", 10)
    handler = Mended()
    letters = dead_in_store(handler, count=25)
    handler.broken = False
    assert len(letters.replay(RECEIVERS, EVERY)) == 25
    fresh = send("fresh").history[0]["id"]
    assert deliver_once([sender(), receiver(handler)], NOON) == 11
    assert fresh in receipts()
    assert deliver_once([sender(), receiver(handler)], NOON) == 10
    assert deliver_once([sender(), receiver(handler)], NOON) == 5
    assert letters.find(RECEIVERS, EVERY) == []

"""The bus without a broker: the outbox is the durable queue."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared import ambient
from shared.errors import PermanentError
from shared.messaging.dead_letter import EVERY, Choice
from shared.messaging.inprocess import deliver_once
from shared.messaging.retries import DELAYS
from shared.messaging.stored_dead_letters import StoredDeadLetters
from tests.integration.messaging.parcels import (
    ARCHIVE,
    RECEIVERS,
    Parcel,
    Seen,
    receiver,
    send,
    sender,
)

NOON = datetime(2027, 3, 14, 12, tzinfo=UTC)


class Killed(BaseException):
    """The process is gone in the middle of a step."""


def outbox(parcel):
    return Parcel.objects.get(id=parcel.id).outbox


def test_an_event_reaches_its_handler_with_loaded_data_and_leaves_the_outbox(inprocess):
    seen = Seen()
    parcel = send("books")

    assert deliver_once([sender(), receiver(seen)], NOON) == 1

    (event,) = seen.events
    assert event.data == {"what": "books", "day": date(2027, 3, 14)}
    assert (event.subject, event.sequence) == (parcel.id, 1)
    assert event.source == "/services/senders/parcels"
    assert outbox(parcel) == []


def test_an_event_nobody_listens_to_leaves_the_outbox(inprocess):
    parcel = send()
    assert deliver_once([sender()], NOON) == 0
    assert outbox(parcel) == []


def test_a_cases_events_come_in_the_order_they_happened(inprocess):
    seen = Seen()
    send("books", marks=3)
    deliver_once([sender(), receiver(seen)], NOON)
    assert [event.sequence for event in seen.events] == [1, 2, 3, 4]


def test_a_failing_consumer_holds_up_neither_others_nor_other_cases(inprocess):
    failing = Seen(failures=[OSError("store gone")] * 2)
    well = Seen()
    send("first")
    send("second")
    workers = [sender(), receiver(failing), receiver(well, name=ARCHIVE)]

    deliver_once(workers, NOON)

    assert well.whats == failing.whats == ["first", "second"]
    deliver_once(workers, NOON + timedelta(seconds=1))
    assert well.whats == ["first", "second"]
    assert failing.whats == ["first", "second"] * 2


def test_a_transient_failure_is_retried_after_each_delay_and_then_buried(inprocess):
    seen = Seen(failures=[OSError("store gone")] * 99)
    parcel = send()
    workers = [sender(), receiver(seen)]
    now, waits = NOON, []
    while deliver_once(workers, now) and outbox(parcel):
        next_at = outbox(parcel)[0]["deliveries"][RECEIVERS]["next_at"]
        assert deliver_once(workers, next_at - timedelta(milliseconds=1)) == 0
        waits.append(next_at - now)
        now = next_at

    assert tuple(waits) == DELAYS
    (letter,) = StoredDeadLetters().find(RECEIVERS, EVERY)
    assert (letter.attempts, letter.event_type) == (6, "parcel.sent.v1")
    assert letter.reason == "given up after 6 attempts: OSError: store gone"
    assert letter.first_failed == NOON


def test_a_permanent_failure_is_buried_at_once_and_can_be_replayed(inprocess):
    seen = Seen(failures=[PermanentError("no such town")])
    parcel = send()
    workers = [sender(), receiver(seen)]
    deliver_once(workers, NOON)
    letters = StoredDeadLetters()

    (letter,) = letters.find(RECEIVERS, EVERY)
    assert (letter.reason, letter.subject) == ("PermanentError: no such town", parcel.id)
    assert outbox(parcel) == []
    assert letters.replay(RECEIVERS, Choice(reason="another")) == []
    assert letters.replay(RECEIVERS, Choice(ids=frozenset({letter.id}))) == [letter]
    assert letters.replay(RECEIVERS, EVERY) == [letter]  # a second time: harmless
    deliver_once(workers, NOON)
    deliver_once(workers, NOON)

    assert seen.ids == [letter.id, letter.id]
    assert letters.find(RECEIVERS, EVERY) == []


def test_a_replay_that_fails_is_a_dead_letter_again_with_the_new_reason(inprocess):
    seen = Seen(failures=[PermanentError("no such town"), OSError("store gone")])
    send()
    workers = [sender(), receiver(seen)]
    deliver_once(workers, NOON)
    letters = StoredDeadLetters()
    letters.replay(RECEIVERS, EVERY)
    deliver_once(workers, NOON)
    deliver_once(workers, NOON)
    (letter,) = letters.find(RECEIVERS, EVERY)
    assert (letter.reason, letter.attempts) == ("OSError: store gone", 2)
    assert letters.drop(RECEIVERS, EVERY) == [letter]
    assert letters.find(RECEIVERS, EVERY) == []


def test_an_event_that_breaks_its_contract_is_buried(inprocess):
    seen = Seen()
    parcel = send()
    Parcel._get_collection().update_one(
        {"_id": parcel.id}, {"$set": {"history.0.data": {"what": "books", "day": "soon"}}}
    )
    deliver_once([sender(), receiver(seen)], NOON)
    assert seen.events == []
    (letter,) = StoredDeadLetters().find(RECEIVERS, EVERY)
    assert "day" in letter.reason and "Not a valid date" in letter.reason


def test_a_kill_before_the_outcome_is_noted_delivers_again(inprocess):
    seen = Seen(failures=[Killed()])
    parcel = send()
    workers = [sender(), receiver(seen)]
    with pytest.raises(Killed):
        deliver_once(workers, NOON)
    assert len(outbox(parcel)) == 1
    deliver_once(workers, NOON)
    assert seen.ids == [parcel.history[0]["id"]] * 2
    assert outbox(parcel) == []


def test_what_comes_into_the_outbox_meanwhile_stays(inprocess):
    parcel = send("books")
    seen = Seen()

    def sends_on(event):
        seen(event)
        if len(seen.events) == 1:
            Parcel._get_collection().update_one(
                {"_id": parcel.id}, {"$push": {"outbox": {"id": "later", "at": ambient.now()}}}
            )

    deliver_once([sender(), receiver(sends_on)], NOON)
    assert [entry["id"] for entry in outbox(parcel)] == ["later"]

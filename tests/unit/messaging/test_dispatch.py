from datetime import UTC, date, datetime, timedelta

import pytest
from marshmallow import ValidationError, fields
from pymongo.errors import AutoReconnect, ServerSelectionTimeoutError

from shared import tracing
from shared.contracts.base import EventContract
from shared.errors import (
    Conflict,
    ContractViolation,
    InvalidInput,
    NotFound,
    NotPermitted,
    PermanentError,
    TransitionNotAllowed,
)
from shared.messaging.dispatch import REASON_LENGTH, Dead, Done, Retry, dispatch, receive
from shared.messaging.envelope import Event
from shared.messaging.worker import Worker


class Moved(EventContract):
    day = fields.Date(required=True)


Moved.type = "day.moved.v1"  # afterwards: the contract tests ask for no stored sample

MOVED = Event(
    "e1",
    "day.moved.v1",
    "/s",
    datetime(2027, 3, 14, tzinfo=UTC),
    "a1",
    {"day": "2027-04-01", "new": 1},
    "c1",
)


class FakeCase:
    id, version = "a1", 3


def raising(error):
    def handler(_event):
        raise error

    return handler


def test_handlers_get_the_event_with_its_data_loaded_and_what_they_do_not_know_left_out():
    seen = []
    assert dispatch(Worker("mails", {Moved: [seen.append]}), MOVED) == Done()
    assert [event.data for event in seen] == [{"day": date(2027, 4, 1)}]


def test_an_event_of_an_old_binding_is_done_with():
    assert dispatch(Worker("mails"), MOVED) == Done()


def test_what_a_handler_writes_carries_the_journey_and_its_cause():
    found = []

    def handler(_event):
        found.append((tracing.correlation_id(), tracing.causation_id()))

    dispatch(Worker("mails", {Moved: [handler]}), MOVED)
    assert found == [("c1", "e1")]


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        # trying again cannot help
        (PermanentError("no such town"), Dead),
        (ContractViolation("no"), Dead),
        (ValidationError("no"), Dead),
        (InvalidInput({"day": ["no"]}), Dead),
        (NotPermitted("no"), Dead),
        (TransitionNotAllowed("grant", "rejected"), Dead),
        # it may have passed a moment later
        (Conflict(FakeCase, 2), Retry),
        (NotFound("not yet"), Retry),
        (AutoReconnect("store gone"), Retry),
        (TimeoutError("slow"), Retry),
        (OSError("net"), Retry),
        # nobody foresaw it: a release may mend it before the attempts run out
        (KeyError("oops"), Retry),
    ],
)
def test_what_a_handler_raises_decides_what_comes_next(error, outcome):
    found = dispatch(Worker("mails", {Moved: [raising(error)]}), MOVED)
    assert type(found) is outcome
    assert type(error).__name__ in found.reason


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 1), (2, 5), (3, 30), (4, 300), (5, 1800)])
def test_each_attempt_waits_longer(attempt, seconds):
    worker = Worker("mails", {Moved: [raising(OSError("net"))]})
    assert dispatch(worker, MOVED, attempt) == Retry("OSError: net", timedelta(seconds=seconds))


def test_the_sixth_failure_is_the_last():
    worker = Worker("mails", {Moved: [raising(OSError("net"))]})
    assert dispatch(worker, MOVED, 6) == Dead("given up after 6 attempts: OSError: net")


def test_a_message_waits_for_the_store_however_long_it_is_away():
    worker = Worker("mails", {Moved: [raising(ServerSelectionTimeoutError("none"))]})
    waits = [dispatch(worker, MOVED, attempt) for attempt in (1, 2, 3, 60)]
    assert waits == [
        Retry("ServerSelectionTimeoutError: none", timedelta(seconds=seconds))
        for seconds in (1, 5, 30, 30)
    ]


def test_a_failing_handler_does_not_keep_the_others_from_theirs():
    seen = []
    worker = Worker("mails", {Moved: [raising(PermanentError("a")), seen.append]})
    assert dispatch(worker, MOVED) == Dead("PermanentError: a")
    assert len(seen) == 1


def test_one_failure_that_may_pass_is_enough_to_try_again():
    worker = Worker("mails", {Moved: [raising(PermanentError("a")), raising(OSError("b"))]})
    assert dispatch(worker, MOVED) == Retry("PermanentError: a; OSError: b", timedelta(seconds=1))


def test_data_that_breaks_the_contract_reaches_no_handler():
    seen = []
    body = MOVED.to_json().replace("2027-04-01", "soon")
    outcome = receive(Worker("mails", {Moved: [seen.append]}), body, 1)
    assert isinstance(outcome, Dead) and "Not a valid date" in outcome.reason
    assert seen == []


def test_a_message_that_is_no_envelope_is_dead():
    assert isinstance(receive(Worker("mails"), b"\x00", 1), Dead)


def test_a_reason_stays_short_enough_for_a_header():
    worker = Worker("mails", {Moved: [raising(PermanentError("x" * 1_000_000))]})
    assert len(dispatch(worker, MOVED).reason) == REASON_LENGTH


def test_a_kill_is_no_failure_of_the_handler():
    with pytest.raises(KeyboardInterrupt):
        dispatch(Worker("mails", {Moved: [raising(KeyboardInterrupt())]}), MOVED)

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.errors import ContractViolation
from shared.messaging.envelope import Event

GRANTED = Event(
    id="e1",
    type="application.granted.v1",
    source="/services/applications/applications",
    time=datetime(2027, 3, 14, 12, 30, 0, 125000, tzinfo=UTC),
    subject="a1",
    data={"organisation": "Kemin kaupunki ✓", "days": 2},
    correlation_id="c1",
    causation_id="e0",
    sequence=7,
)


def test_the_envelope_is_cloudevents_1_0():
    assert json.loads(GRANTED.to_json()) == {
        "specversion": "1.0",
        "id": "e1",
        "type": "application.granted.v1",
        "source": "/services/applications/applications",
        "time": "2027-03-14T12:30:00.125000+00:00",
        "subject": "a1",
        "datacontenttype": "application/json",
        "correlationid": "c1",
        "causationid": "e0",
        "sequence": "0000000007",
        "data": {"organisation": "Kemin kaupunki ✓", "days": 2},
    }


@pytest.mark.parametrize("event", [GRANTED, replace(GRANTED, causation_id=None, data={})])
def test_an_event_comes_back_as_it_was(event):
    assert Event.from_json(event.to_json()) == event
    assert Event.from_json(event.to_json().encode()) == event


def test_what_a_newer_producer_adds_is_ignored():
    envelope = json.loads(GRANTED.to_json()) | {"dataschema": "x", "colour": "blue"}
    assert Event.from_json(json.dumps(envelope)) == GRANTED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"specversion": "0.3"}, "the message is not a CloudEvents 1.0 envelope"),
        ({"id": ""}, "the envelope's id is missing or no text"),
        ({"type": 7}, "the envelope's type is missing or no text"),
        ({"subject": None}, "the envelope's subject is missing or no text"),
        ({"time": "noon"}, "the envelope's time is no time"),
        ({"time": "2027-03-14T12:30:00"}, "the envelope's time has no time zone"),
        ({"sequence": "-1"}, "the envelope's sequence is no number"),
        ({"sequence": 7}, "the envelope's sequence is missing or no text"),
        ({"sequence": "²"}, "the envelope's sequence is no number"),
        ({"sequence": "9" * 5000}, "the envelope's sequence is no number"),
        ({"causationid": 1}, "the envelope's causationid is missing or no text"),
        ({"data": [1]}, "the envelope's data is missing or no object"),
    ],
)
def test_a_wrong_envelope_is_refused_with_the_reason(change, reason):
    with pytest.raises(ContractViolation) as raised:
        Event.from_json(json.dumps(json.loads(GRANTED.to_json()) | change))
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", "{", "null", "[]", '"text"', b"[" * 100_000])
def test_what_is_no_envelope_is_refused(body):
    with pytest.raises(ContractViolation, match="the message is not"):
        Event.from_json(body)


# the first text of a run is slow to make
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON = some.none() | some.booleans() | some.integers() | some.text() | some.lists(some.integers())
NAMES = some.sampled_from([*json.loads(GRANTED.to_json())])


@PATIENT
@given(some.dictionaries(NAMES, JSON))
def test_whatever_stands_in_an_envelope_it_is_read_or_refused(changes):
    body = json.dumps(json.loads(GRANTED.to_json()) | changes)
    try:
        event = Event.from_json(body)
    except ContractViolation:
        return
    assert Event.from_json(event.to_json()) == event


@PATIENT
@given(some.binary())
def test_no_bytes_are_more_than_a_contract_violation(body):
    with pytest.raises(ContractViolation):
        Event.from_json(body)

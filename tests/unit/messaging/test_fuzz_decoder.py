"""Whatever a queue holds, a consumer takes it and knows what becomes of it."""

import importlib
import json
import pkgutil
from datetime import UTC, datetime

import bson
import pytest
import structlog
from amqp.serialization import dumps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pika.data import decode_table

import shared.contracts
from shared.contracts.base import all_contracts
from shared.errors import NotFound, PermanentError
from shared.messaging import topology
from shared.messaging.dispatch import REASON_LENGTH, Dead, Done, Retry, receive
from shared.messaging.envelope import Event
from shared.messaging.worker import Worker
from shared.tracing import configure_logging
from tests.support.events import SAMPLES, sample
from tests.support.hostile import damaged, spoilt, written
from tests.support.settings import make_settings

FUZZED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
for module in pkgutil.iter_modules(shared.contracts.__path__):
    importlib.import_module(f"shared.contracts.{module.name}")
CONTRACTS = {contract.type: contract for contract in all_contracts()}


def envelope_of(type_):
    now = datetime(2027, 3, 14, 12, 30, tzinfo=UTC)
    return json.loads(Event("e1", type_, "/s", now, "a1", sample(type_), "c1", "e0", 7).to_json())


TYPES = sorted(path.stem for path in SAMPLES.glob("*.json") if path.stem in CONTRACTS)
GOOD = [envelope_of(type_) for type_ in TYPES]


def store(happened):
    """As the inboxes and read models do."""
    bson.encode({"_id": happened.id, "case": happened.subject, "at": happened.time})
    bson.encode({"n": happened.sequence, "data": happened.data})


def refuse(happened):
    raise PermanentError(f"{happened.subject} is not wanted: {happened.data}")


def miss(happened):
    raise NotFound(f"no case {happened.subject}: \udce4")  # as some libraries quote bytes


EVERY = [CONTRACTS[type_] for type_ in TYPES]
WORKERS = [
    Worker("applications", {contract: [handler] for contract in EVERY})
    for handler in (store, refuse, miss)
]


@pytest.fixture(autouse=True, scope="module")
def logged_as_in_production():
    before = structlog.get_config()
    configure_logging(make_settings(log_format="json"))
    yield
    structlog.configure(**before)


def assert_settled(body, attempt=1):
    for worker in WORKERS:
        outcome = receive(worker, body, attempt)
        assert isinstance(outcome, Done | Retry | Dead)
        if not isinstance(outcome, Done):
            assert 0 < len(outcome.reason) <= REASON_LENGTH
            sent = dumps("F", [{topology.REASON: outcome.reason}])  # as it goes into a header
            assert decode_table(sent, 0)[0] == {topology.REASON: outcome.reason}


@FUZZED
@given(some.binary(max_size=300) | some.text(max_size=300))
def test_garbage_is_settled(body):
    assert_settled(body)


@FUZZED
@given(
    spoilt(some.sampled_from(GOOD)), some.sampled_from(["utf-8", "utf-16", "utf-32-be", "latin-1"])
)
def test_a_spoilt_envelope_is_settled(envelope, encoding):
    assert_settled(written(envelope, encoding))


@FUZZED
@given(damaged(some.sampled_from(GOOD).map(written)))
def test_damaged_bytes_are_settled(body):
    assert_settled(body)


@FUZZED
@given(spoilt(some.sampled_from([good["data"] for good in GOOD])), some.sampled_from(GOOD))
def test_spoilt_data_of_any_type_is_settled(inner, envelope):
    assert_settled(written({**envelope, "data": inner}), attempt=99)


DEEP = 200_000
GRANTED = next(good for good in GOOD if good["type"].startswith("application.granted"))
WHOLE = written(GRANTED).decode()
ODD = {
    "nothing": b"",
    "a byte order mark": b"\xef\xbb\xbf" + WHOLE.encode(),
    "a wrong charset": json.dumps(GRANTED, ensure_ascii=False).encode("latin-1"),
    "deep lists": WHOLE.replace('"data": {', '"data": {"x": ' + "[" * DEEP, 1),
    "deep objects that close": WHOLE.replace(
        '"data": {', '"data": {"x": ' + '{"y":' * 900 + "1" + "}" * 900 + ",", 1
    ),
    "a number of 100 000 digits": WHOLE.replace(
        '"data": {', '"data": {"x": ' + "9" * 100_000 + ",", 1
    ),
    "an id twice": WHOLE.replace('{"', '{"id": 7, "id": "x", "', 1),
    "a lone surrogate for an id": written({**GRANTED, "id": "\ud800", "subject": "\udfff"}),
    "a lone surrogate for a journey": written({**GRANTED, "correlationid": "\ud800"}),
    "a number for an id": written({**GRANTED, "id": 7}),
    "the first day there is": written({**GRANTED, "time": "0001-01-01T00:00:00+14:00"}),
    "the last day there is": written({**GRANTED, "time": "9999-12-31T23:59:59-14:00"}),
    "a long reason": written({**GRANTED, "subject": "\udfff" * 9000}),
    "a sequence of another alphabet": written({**GRANTED, "sequence": "٣"}),
    "NaN": written({**GRANTED, "data": float("nan")}),
}


@pytest.mark.parametrize("name", ODD)
def test_oddities_are_settled(name):
    assert_settled(ODD[name])

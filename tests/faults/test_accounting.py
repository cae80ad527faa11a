"""The accounting itself: what it is to find, it finds."""

import time
from contextlib import contextmanager

import pytest

from services.applications.documents import Application
from services.deeds.documents import Deed
from services.notifications.documents import Message
from tests.faults import accounting
from tests.faults.traffic import Traffic

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def traffic(system):
    """People at work for a moment, and all of it at rest."""
    people = Traffic(system, seed=1).start()
    deadline = time.monotonic() + 60
    while {what for what, _key in people.confirmed} < {"application", "deed", "deed confirmed"}:
        assert time.monotonic() < deadline, people.figures
        time.sleep(0.5)
    people.stop()
    accounting.settled(system, people)
    accounting.check(system, people)
    return people


@contextmanager
def tampered(document, update):
    """`update` is a change of the stored document; None takes it away. Undone afterwards."""
    collection, key = type(document)._get_collection(), {"_id": document.id}
    stored = collection.find_one(key)
    if update is None:
        collection.delete_one(key)
    else:
        collection.update_one(key, update)
    yield
    collection.replace_one(key, stored, upsert=True)


def first_of(case_class, what, traffic):
    key = next(key for kind, key in traffic.confirmed if kind == what)
    return next(case for case in case_class.objects if case.reference == key)


def found(system, traffic):
    with pytest.raises(AssertionError) as refused:
        accounting.check(system, traffic)
    return str(refused.value)


def test_a_submission_that_is_gone_is_missed(system, traffic):
    for case_class, what in ((Application, "application"), (Deed, "deed")):
        with tampered(first_of(case_class, what, traffic), None):
            assert f"lost: {what}" in found(system, traffic)


def test_a_step_that_left_no_trace_is_noticed(system, traffic):
    case = first_of(Application, "application", traffic)
    with tampered(case, {"$pop": {"history": 1}}):
        assert f"Application {case.id}: it is" in found(system, traffic)
    with tampered(case, {"$push": {"history": case.history[-1]}}):
        assert f"Application {case.id}" in found(system, traffic)


def test_a_mail_that_was_never_written_is_missed(system, traffic):
    with tampered(Message.objects(template="application_copy").first(), None):
        assert "was never written" in found(system, traffic)


def test_a_mail_that_never_arrived_is_missed_and_one_that_came_twice_is_noticed(system, traffic):
    arrived = system.mail._received
    mail = arrived.pop()
    assert "is called sent" in found(system, traffic)
    arrived += [mail, mail]
    assert "arrived 2 times" in found(system, traffic)
    arrived.pop()
    accounting.check(system, traffic)


def test_a_case_that_does_not_know_of_its_mail_is_noticed(system, traffic):
    with tampered(first_of(Application, "application", traffic), {"$set": {"mails": []}}):
        assert "its case says []" in found(system, traffic)

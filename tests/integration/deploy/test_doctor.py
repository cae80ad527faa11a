"""Each check of the doctor on a real store: it finds what was planted, and else nothing."""

import json
import os
import signal
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest

from deploy.__main__ import main
from deploy.doctor.cases import look_at_histories
from deploy.doctor.check import Check, examine
from deploy.doctor.clock import look_at_clock
from deploy.doctor.dead_letters import look_at_dead_letters
from deploy.doctor.finding import Level
from deploy.doctor.grants import look_at_days
from deploy.doctor.mail_server import look_at_mail_server
from deploy.doctor.mails import look_at_mails
from deploy.doctor.patient import Patient
from deploy.doctor.schema import look_at_documents, look_at_read_models
from deploy.doctor.store import look_at_store
from deploy.doctor.workers import look_at_leases, look_at_outboxes, look_at_timers
from services.applications.documents import Application, Round
from services.notifications.documents import HandOver, Message, ReturnedMail
from services.notifications.workflow.mail import FAILED, QUEUED, WAITING
from shared import ambient
from shared import store as stores
from shared.messaging import stored_dead_letters
from shared.messaging.envelope import Event
from shared.messaging.lease import Lease
from tests.integration.applications import casebook
from tests.support.settings import environment, make_settings

SERVICES = ("applications", "experts", "notifications", "accounts", "deeds")


@pytest.fixture
def patient(settings):
    """The services on this test's corner of the store, with nothing in it."""
    for service in SERVICES:
        stores.connect(settings, service)
    found = Patient(settings)
    yield found
    found.close()


def past(**span):
    return ambient.now() - timedelta(**span)


def wrong(look, patient):
    """Level and words of whatever is not well."""
    return [(each.level, each.says) for each in look(patient) if each.level is not Level.OK]


def says(look, patient):
    """The words of the only finding, a fault."""
    ((level, words),) = wrong(look, patient)
    assert level is Level.FAULT
    return words


@pytest.mark.parametrize(
    "look",
    [
        look_at_store,
        look_at_clock,
        look_at_documents,
        look_at_outboxes,
        look_at_timers,
        look_at_dead_letters,
        look_at_mails,
        look_at_histories,
        look_at_days,
    ],
)
def test_an_empty_store_is_sound_and_stays_as_it_was(look, patient, store):
    before = collections(store)
    assert wrong(look, patient) == []
    assert collections(store) == before


def collections(store):
    with store.client() as client:
        names = [name for name in client.list_database_names() if name.startswith(store.prefix)]
        return {name: client[name].list_collection_names() for name in names}


# -- the store itself


def test_a_stopped_store_costs_seconds_and_stops_no_other_check(
    own_store_server, monkeypatch, capsys
):
    given = environment(store_url=own_store_server.url, smtp_port=1)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    os.kill(own_store_server.child.pid, signal.SIGSTOP)
    try:
        started = monotonic()
        assert main(["doctor", "--json"]) == 1
        took = monotonic() - started
    finally:
        os.kill(own_store_server.child.pid, signal.SIGCONT)
    told = json.loads(capsys.readouterr().out)
    findings = {each["check"]: each for each in told["findings"]}
    assert took < 30
    assert findings["store"]["says"] == "it does not answer"
    assert "is it running?" in findings["store"]["advice"]
    assert findings["mail server"]["level"] == "fault"
    assert findings["time zone"]["level"] == "ok"
    assert findings["histories"]["says"] == "not looked at: see store"


def test_writes_that_are_on_no_disk_are_found(patient, monkeypatch):
    monkeypatch.setattr(
        "deploy.doctor.store.Path.read_text", lambda _path: "python\0secantusd-py\0--host"
    )
    assert says(look_at_store, patient) == "it acknowledges writes that a power cut loses"


def test_a_lost_index_is_found(patient):
    Application.ensure_indexes()
    assert wrong(look_at_documents, patient) == []
    patient.stored(Application).drop_index("outbox.at_1")
    assert "applications.applications: indexes missing: outbox.at_1" in says(
        look_at_documents, patient
    )


def test_a_clock_apart_from_the_stores_is_found(patient):
    class Late(ambient.Source):
        def now(self):
            return super().now() - timedelta(minutes=5)

    with ambient.use(Late()):
        assert "before this machine's: leases mean nothing" in says(look_at_clock, patient)


# -- workers


def test_services_without_a_worker_are_found(patient):
    for service in SERVICES[:3]:
        assert Lease(stores.database(service), "worker", "me").renew()
    stores.database("accounts")["leases"].insert_one(
        {"_id": "worker", "holder": "gone", "until": past(minutes=12)}
    )
    stores.database("experts")["leases"].update_one(
        {"_id": "worker"}, {"$set": {"until": ambient.now() + timedelta(hours=1)}}
    )
    experts, accounts, deeds = [words for _level, words in wrong(look_at_leases, patient)]
    assert "of experts is good until" in experts and "a clock is wrong" in experts
    assert accounts.startswith("the lease of the worker of accounts ran out 12 min ago")
    assert deeds.startswith("no worker is at work for deeds")


def test_an_event_untold_for_a_minute_is_found(patient):
    for number, minutes in enumerate((0, 3, 12)):
        patient.stored(Application).insert_one(
            {"_id": f"a{number}", "outbox": [{"id": "e", "at": past(minutes=minutes, seconds=9)}]}
        )
    assert says(look_at_outboxes, patient) == (
        "2 events of applications of applications untold, the oldest since 12 min ago"
    )


def test_an_event_that_waits_for_its_next_try_says_where_and_why(patient):
    delivery = {"attempts": 4, "next_at": past(minutes=-4), "reason": "OSError: no\n  such host"}
    patient.stored(Application).insert_one(
        {
            "_id": "a",
            "outbox": [
                {
                    "id": "e",
                    "at": past(minutes=2),
                    "deliveries": {"experts": {"done": True}, "notifications": delivery},
                }
            ],
        }
    )
    ((level, words),) = wrong(look_at_outboxes, patient)
    assert level is Level.WARNING
    assert "the first at notifications: OSError: no such host" in words


def test_a_timer_that_nobody_fires_is_found(patient):
    timers = [{"key": "k", "action": "expire", "at": past(hours=2)}]
    patient.stored(Application).insert_one({"_id": "late", "due": timers})
    timers = [{"key": "k", "action": "expire", "at": past(hours=-2)}]
    patient.stored(Application).insert_one({"_id": "early", "due": timers})
    assert says(look_at_timers, patient) == (
        "1 timer of applications should have fired, the first (expire of late) 2 h ago"
    )


def test_dead_letters_are_counted_by_what_they_died_of(patient):
    event = Event("e0", "deed.published.v1", "/services/deeds/deeds", past(), "d", {}, "j")
    for number in range(12):
        dead = replace(event, id=f"e{number}")
        reason = "KeyError: '\x1b[2J'" if number else "OSError: no such host"
        stored_dead_letters.bury("notifications", dead, reason, 6, past(hours=2), past())
    (first, second) = wrong(look_at_dead_letters, patient)
    assert first == (
        Level.FAULT,
        "11 letters: deed.published.v1 at notifications, the first 2 h ago: KeyError: '\\x1b[2J'",
    )
    assert second[1].startswith("1 letter: ")


# -- mails


def mail(patient, key, **fields):
    patient.stored(Message).insert_one(
        {"_id": key, "created_at": past(days=3), "next_at": past(), **fields}
    )


def test_mails_that_do_not_get_on_are_found_each_with_its_remedy(patient):
    mail(patient, "unseen", state=WAITING)
    mail(patient, "seen soon", state=WAITING, created_at=past(hours=3))
    mail(patient, "failed", state=FAILED)
    mail(patient, "late", state=QUEUED, next_at=past(minutes=20))
    mail(patient, "in turn", state=QUEUED, next_at=past(seconds=20))
    patient.stored(HandOver).insert_many(
        [
            {"_id": "gone", "until": past(minutes=8), "mails": ["late", "failed"]},
            {"_id": "at it", "until": past(minutes=-2), "mails": ["in turn"]},
        ]
    )
    patient.stored(ReturnedMail).insert_one(
        {"_id": "r", "verdict": "", "received_at": past(minutes=30)}
    )
    found = list(look_at_mails(patient))
    assert [each.says for each in found] == [
        "1 mail in the outbox for somebody to see, the first written 3 d ago",
        "1 mail failed: somebody got nothing",
        "1 mail should have gone, the first 20 min ago",
        "2 mails in the hands of a worker that is gone (its time ended 8 min ago)",
        "1 mail came back, and nobody has read them",
    ]
    assert found[0].advice.endswith("http://127.0.0.1:8000/staff/mails/outbox")
    assert found[1].advice.endswith("/staff/mails?state=failed")


def test_a_mail_server_is_greeted_and_gets_no_mail(patient, smtp_sink):
    settings = replace(patient.settings, smtp_port=smtp_sink.port)
    assert wrong(look_at_mail_server, replace(patient, settings=settings)) == []
    assert smtp_sink.connections == 1
    assert smtp_sink.mails == []


def test_a_mail_server_that_knows_no_login_or_encryption_is_found(patient, smtp_sink):
    settings = replace(patient.settings, smtp_port=smtp_sink.port, smtp_starttls=True)
    assert "STARTTLS" in says(look_at_mail_server, replace(patient, settings=settings))
    settings = replace(
        patient.settings, smtp_port=smtp_sink.port, smtp_user="kunteko", smtp_password="salasana"
    )
    (finding,) = look_at_mail_server(replace(patient, settings=settings))
    assert finding.level is Level.FAULT
    assert "salasana" not in finding.says + finding.advice


# -- cases


@pytest.fixture
def book(patient):
    casebook.add_themes("processes")
    casebook.add_expert()
    casebook.open_round()
    return casebook


def test_a_granted_application_is_sound(patient, book):
    book.agreed()
    assert wrong(look_at_histories, patient) == []
    assert wrong(look_at_days, patient) == []


def test_a_case_that_its_history_does_not_explain_is_found(patient, book):
    case = book.agreed()
    patient.stored(Application).update_one(
        {"_id": case.id}, {"$set": {"state": "held"}, "$inc": {"version": 1}}
    )
    assert [words for _level, words in wrong(look_at_histories, patient)] == [
        f"sparring {case.id}: it is version {case.version + 1} after {case.version} steps",
        f"sparring {case.id}: it is held, its history ends in agreed",
    ]


def test_a_history_that_cannot_be_read_hides_no_other(patient, book):
    case = book.agreed()
    patient.stored(Application).update_one({"_id": case.id}, {"$set": {"version": 1}})
    patient.stored(Application).insert_one({"_id": "broken", "history": [{"id": "x"}]})
    words = " ".join(words for _level, words in wrong(look_at_histories, patient))
    assert "sparring broken: its history cannot be read (KeyError" in words
    assert f"sparring {case.id}: it is version 1" in words


def test_a_granted_day_that_no_round_holds_is_found(patient, book):
    case = book.agreed()
    patient.stored(Round).update_one({}, {"$set": {"reservations": []}})
    said = [words for _level, words in wrong(look_at_days, patient)]
    assert said == [
        f"round {case.round_id} counts 1 days, its reservations 0",
        f"round {case.round_id} counts other days by organisation than its reservations",
        f"application {case.id} is granted, and its round holds no days for it",
    ]


def test_days_held_for_nobody_are_found_once_no_grant_can_be_under_way(patient, book):
    case = book.submitted()
    held = {"id": "r", "application": case.id, "business_id": case.business_id, "days": 1}
    counts = {"reserved": 1, f"by_organisation.{case.business_id}": 1}
    patient.stored(Round).update_one(
        {}, {"$push": {"reservations": {**held, "at": past(minutes=3)}}, "$inc": counts}
    )
    assert wrong(look_at_days, patient) == []
    patient.stored(Round).update_one({}, {"$set": {"reservations.0.at": past(hours=1)}})
    assert says(look_at_days, patient) == (
        f"1 days are reserved for {case.id}, which has no grant of them"
    )


def test_a_grant_without_cooperation_is_found(patient, book):
    case = book.agreed()
    patient.stored(Application).update_one(
        {"_id": case.id}, {"$set": {"participants.personnel": 0}}
    )
    assert says(look_at_days, patient) == (
        f"application {case.id} is granted without management or without personnel"
    )


def test_a_read_model_that_came_apart_is_found(patient):
    assert wrong(look_at_read_models, patient) == []
    casebook.add_expert()
    expert = patient.database("applications")["expert_views"]
    expert.update_one({}, {"$set": {"name": "Somebody Else"}})
    ((level, words),) = wrong(look_at_read_models, patient)
    assert level is Level.FAULT
    assert "liisa" in words


def test_a_store_that_is_not_there_is_said_by_every_check_that_needs_it():
    checks = [Check("store", look_at_store), Check("mails", look_at_mails, frozenset({"store"}))]
    with closing(Patient(make_settings())) as patient:
        store_says, mails_say = examine(patient, checks)
    assert store_says.finding.says == "it does not answer"
    assert mails_say.finding.says == "not looked at: see store"

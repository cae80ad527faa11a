"""Read models beside the histories that they are made of: drift is found, and mended."""

import threading
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
import structlog

from deploy.__main__ import main
from deploy.read_models import ReadModels, drifting
from deploy.read_models_watch import DriftGauges, look_at_all
from services.applications.documents import Application, ExpertView
from services.deeds.documents import Deed, RoundView
from services.deeds.documents.search_entry import SearchEntry
from services.experts.documents import Expert, WorkView
from services.experts.handlers import edit_expert
from services.experts.workload import workloads
from services.notifications.documents import CaseStanding, Message
from shared.read_models import checking, mending, told
from shared.read_models.looking import differences
from tests.integration.applications.casebook import STAFF
from tests.integration.deploy.everything import deliver, make_everything
from tests.support.names import fresh_name
from tests.support.settings import environment, make_settings
from tests.support.store import Store

pytestmark = pytest.mark.timeout(300)  # the first one makes a whole system

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def corner(store_server):
    corner = Store(store_server.url, fresh_name("t") + "_")
    yield corner
    corner.clear()


@pytest.fixture(scope="module")
def system(corner):
    """Each test leaves it as its histories tell."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    yield make_everything(make_settings(store_url=corner.url, store_prefix=corner.prefix))
    structlog.reset_defaults()


@pytest.fixture
def read_models(system, corner, monkeypatch):
    monkeypatch.setattr(checking, "PAUSE", 0)
    made = ReadModels(make_settings(store_url=corner.url, store_prefix=corner.prefix))
    assert made._cases  # connected anew: not while a test's own thread is at work
    return made


NAMES = [
    "applications.experts",
    "applications.mails",
    "experts.workload",
    "experts.themes",
    "notifications.cases",
    "notifications.mornings",
    "notifications.letters",
    "deeds.rounds",
    "deeds.feedback",
    "deeds.organisations",
    "deeds.themes",
    "deeds.badges",
    "deeds.mails",
    "deeds.catalogue",
]


def test_these_are_all_of_them(read_models):
    assert [model.name for model in read_models.all] == NAMES


def rows_of(model):
    """view → its rows by key: of a list on cases the list alone."""
    return {
        view.name: {
            row["_id"]: row[view.items] if view.on_cases else row
            for row in view.document._get_collection().find(dict(view.only))
            if not view.on_cases or row.get(view.items)
        }
        for view in model.views
    }


def found(read_models, model):
    return {(drift.kind, drift.fields) for drift in read_models.check(model).drift}


def one(read_models, name):
    (model,) = read_models.named(name)
    return model, model.views[0], model.views[0].document._get_collection()


@pytest.mark.parametrize("name", NAMES)
def test_what_events_have_made_is_right_and_a_rebuild_leaves_it_alone(read_models, name):
    model, _, _ = one(read_models, name)
    before = rows_of(model)
    assert any(before.values())
    assert read_models.check(model) == checking.Checked(())
    assert read_models.rebuild(model).written == 0
    assert rows_of(model) == before


@pytest.mark.parametrize("name", NAMES)
def test_all_that_was_lost_is_found_missing_and_made_anew(read_models, name):
    model, _, _ = one(read_models, name)
    before = rows_of(model)
    lose(model)
    assert {kind for kind, _ in found(read_models, model)} == {"missing"}
    assert read_models.rebuild(model).written > 0
    assert _alike(rows_of(model)) == _alike(before)
    assert read_models.rebuild(model).written == 0


def lose(model):
    for view in model.views:
        if view.on_cases:
            view.document._get_collection().update_many({}, {"$unset": {view.items: ""}})
        else:
            view.document._get_collection().delete_many(dict(view.only))


def _alike(rows):
    """Without what says when a row was written."""
    stamps = ("changed_at", "made_at", "sequence", "pdf")
    return {
        view: {
            key: {name: part for name, part in row.items() if name not in stamps}
            if isinstance(row, dict)
            else row
            for key, row in by_key.items()
        }
        for view, by_key in rows.items()
    }


# field to spoil, what it becomes
FIELDS = {
    "applications.experts": ("phone", "1"),
    "experts.workload": ("days", 99),
    "experts.themes": ("active", False),
    "notifications.mornings": ("counts", {"open": 99}),
    "deeds.rounds": ("state", "closed"),
    "deeds.feedback": ("rating", 1),
    "deeds.themes": ("place", 99),
    "deeds.catalogue": ("card.title", "Aivan muuta"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_was_changed_is_found_and_set_right(read_models, name):
    model, view, rows = one(read_models, name)
    field, value = FIELDS[name]
    before = rows_of(model)
    row = rows.find_one({**view.only, field: {"$ne": value}})
    rows.update_one({"_id": row["_id"]}, {"$set": {field: value}})
    assert found(read_models, model) == {("different", (field.partition(".")[0],))}
    assert read_models.rebuild(model).written == 1
    assert _alike(rows_of(model)) == _alike(before)


@pytest.mark.parametrize("name", ["applications.mails", "deeds.mails", "deeds.badges"])
def test_an_item_on_a_case_that_was_changed_is_found_and_set_right(read_models, name):
    model, view, rows = one(read_models, name)
    before = rows_of(model)
    row = rows.find_one({f"{view.items}.0": {"$exists": True}})
    items = deepcopy(row[view.items])
    field = "year" if name == "deeds.badges" else "recipient"
    items[0][field] = 1900 if name == "deeds.badges" else "<b>muu</b>@x.example"
    rows.update_one({"_id": row["_id"]}, {"$set": {view.items: items}})
    assert found(read_models, model) == {("different", (field,))}
    assert read_models.rebuild(model).written == 1
    assert rows_of(model) == before


BEHIND = ["applications.experts", "experts.workload", "experts.themes", "deeds.rounds"]


@pytest.mark.parametrize("name", [*BEHIND, "applications.mails"])
def test_a_row_that_missed_its_last_event_is_behind_and_caught_up(read_models, name):
    model, view, rows = one(read_models, name)
    before = rows_of(model)
    sequence = f"{view.items}.0.sequence" if view.items else "sequence"
    row = rows.find_one({sequence: {"$gt": 0}})
    rows.update_one({"_id": row["_id"]}, {"$set": {sequence: 0}})
    assert found(read_models, model) == {("behind", ("sequence",))}
    assert read_models.rebuild(model).written == 1
    assert rows_of(model) == before


SURPLUS = [name for name in NAMES if name not in ("applications.mails", "deeds.mails")]


@pytest.mark.parametrize("name", SURPLUS)
def test_what_nobody_told_of_is_found_and_taken_away(read_models, name):
    model, view, rows = one(read_models, name)
    before = rows_of(model)
    row = rows.find_one({**view.only, **({view.items: {"$ne": []}} if view.items else {})})
    if view.items:
        item = {**row[view.items][0], view.same[0]: "nobody"}
        rows.update_one({"_id": row["_id"]}, {"$push": {view.items: item}})
    else:
        rows.insert_one({**row, "_id": "nobody", "number": 999})
    assert found(read_models, model) == {("surplus", ())}
    assert read_models.rebuild(model).written == 1
    assert rows_of(model) == before


def test_a_mail_that_is_on_the_wrong_case_is_taken_away(read_models):
    model, _, _ = one(read_models, "applications.mails")
    before = rows_of(model)
    mail = Application.objects(mails__0__exists=True).first().mails[0]
    mail = {**mail, "message_id": "of no mail"}
    Application._get_collection().update_one({}, {"$push": {"mails": mail}})
    assert found(read_models, model) == {("surplus", ())}
    read_models.rebuild(model)
    assert rows_of(model) == before


def test_an_entry_that_nobody_told_of_is_not_deleted_but_hidden(read_models):
    """Every host's index follows what changes: what is deleted would stay in it."""
    entries = SearchEntry._get_collection()
    shown = entries.find_one({"gone": False})
    entries.insert_one({**shown, "_id": "ghost", "number": 999, "changed_at": LONG_AGO})
    read_models.rebuild(read_models.named("deeds.catalogue")[0])
    ghost = entries.find_one({"_id": "ghost"})
    assert (ghost["gone"], ghost["card"]) == (True, {})
    assert ghost["changed_at"] > LONG_AGO
    assert drifting(read_models.settings, "deeds.catalogue") == []


def test_a_mended_entry_gets_a_new_time_for_the_indexes_to_follow(read_models):
    entries = SearchEntry._get_collection()
    key = entries.find_one({"gone": False})["_id"]
    entries.update_one({"_id": key}, {"$set": {"gone": True, "changed_at": LONG_AGO}})
    read_models.rebuild(read_models.named("deeds.catalogue")[0])
    assert entries.find_one({"_id": key})["changed_at"] > LONG_AGO


def test_the_standing_of_a_draft_that_was_deleted_is_no_drift(read_models):
    CaseStanding(id="a deleted draft", steps=[{"event_id": "e", "sequence": 1}]).save()
    assert drifting(read_models.settings, "notifications.cases") == []
    CaseStanding.objects(id="a deleted draft").delete()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "notifications.letters"])
def test_whatever_order_events_came_in_the_rows_are_what_the_histories_tell(read_models, name):
    """Doubled and shuffled, through the handlers, into the store."""
    model, _, _ = one(read_models, name)
    events = [
        event
        for source in model.producers(read_models._cases)
        for document in source._get_collection().find()
        for event in told._events(replace(model, as_it_stands=False), source, document)
    ]
    for seed in range(3):
        lose(model)
        for event in Random(seed).sample(events * 2, k=2 * len(events)):
            for handler in model.handlers[model.contracts[event.type]]:
                handler(event)
        assert list(differences(model, read_models._cases)) == []
    read_models.rebuild(model)


# --- the equalities


def test_the_workload_is_the_orders(read_models):
    orders = [
        case for case in Application.objects if case.expert and case.state in ("agreed", "held")
    ]
    standing = sum(load.ordered for load in workloads().values())
    assert standing == sum(case.days for case in orders) > 0


def test_the_catalogue_is_the_published_deeds(read_models):
    published = {deed.id for deed in Deed.objects if deed.is_public}
    assert {entry.id for entry in SearchEntry.objects(gone=False)} == published != set()


def test_the_mails_on_cases_are_the_mails(read_models):
    known = {case.id for case in Application.objects}
    about = {mail.id for mail in Message.objects if mail.about in known}
    assert {mail["message_id"] for case in Application.objects for mail in case.mails} == about


# --- while everything runs


def test_what_waits_in_an_outbox_is_no_drift(read_models, system):
    model, _, _ = one(read_models, "applications.experts")
    edit_expert(Expert.objects.first(), {"phone": "050 1"}, STAFF)
    assert read_models.check(model) == checking.Checked((), on_the_way=1)
    deliver(system)
    assert read_models.check(model) == checking.Checked(())


def test_what_waits_in_the_services_queue_is_no_drift(read_models):
    model, _, rows = one(read_models, "applications.experts")
    cases = read_models._cases
    expert = rows.find_one()
    rows.update_one({"_id": expert["_id"]}, {"$inc": {"sequence": -1}})
    busy = checking.check(model, cases, waiting=lambda _model: True)
    assert (busy.drift, busy.on_the_way) == ((), 1)
    assert len(checking.check(model, cases).drift) == 1
    rows.replace_one({"_id": expert["_id"]}, expert)


def test_an_event_that_comes_during_a_rebuild_is_not_undone(read_models, system, monkeypatch):
    model, _, rows = one(read_models, "applications.experts")
    rows.update_one({}, {"$set": {"phone": "wrong"}})
    mend, phones = mending.mend, iter(["040 1", "040 2"])

    def mend_late(differences):
        phone = next(phones, None)
        if phone:
            edit_expert(Expert.objects.first(), {"phone": phone}, STAFF)
            deliver(system)
        return mend(differences)

    monkeypatch.setattr(mending, "mend", mend_late)
    read_models.rebuild(model)
    assert ExpertView.objects.first().phone in ("040 1", "040 2")
    assert ExpertView.objects.first().phone == Expert.objects.first().phone
    assert drifting(read_models.settings, "applications.experts") == []


def test_handlers_go_on_writing_while_it_is_rebuilt(read_models, system):
    """In a thread of their own, as fast as they can."""
    model, _, rows = one(read_models, "applications.experts")
    wrong: list[BaseException] = []

    def work():
        try:
            for number in range(5):
                edit_expert(Expert.objects.first(), {"phone": f"041 {number}"}, STAFF)
                deliver(system)
        except BaseException as error:
            wrong.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    while worker.is_alive():
        rows.update_one({}, {"$set": {"company": "wrong"}})
        read_models.rebuild(model)
    worker.join()
    read_models.rebuild(model)
    assert wrong == []
    view, expert = ExpertView.objects.first(), Expert.objects.first()
    assert (view.phone, view.company) == ("041 4", expert.company)
    assert drifting(read_models.settings, "applications.experts") == []


def test_a_mail_noted_during_a_rebuild_stays(read_models, monkeypatch):
    model, _, rows = one(read_models, "applications.mails")
    case = rows.find_one({"mails.1": {"$exists": True}})
    lost, kept = case["mails"][0], case["mails"][1:]
    rows.update_one({"_id": case["_id"]}, {"$set": {"mails": kept[1:]}})
    mend = mending.mend

    def mend_late(differences):
        noted = {"mails.message_id": {"$ne": kept[0]["message_id"]}}
        rows.update_one({"_id": case["_id"], **noted}, {"$push": {"mails": kept[0]}})
        return mend(differences)

    monkeypatch.setattr(mending, "mend", mend_late)
    assert read_models.rebuild(model).left == 0
    mails = {mail["message_id"]: mail for mail in rows.find_one({"_id": case["_id"]})["mails"]}
    assert mails == {mail["message_id"]: mail for mail in [lost, *kept]}
    rows.update_one({"_id": case["_id"]}, {"$set": {"mails": case["mails"]}})


def test_a_killed_rebuild_is_run_again(read_models, monkeypatch):
    model, _, rows = one(read_models, "deeds.themes")
    before = rows_of(model)
    rows.delete_many({})
    for batch in differences(model, read_models._cases):
        mending.mend(batch[:1])
        break
    assert rows.count_documents({}) == 1
    read_models.rebuild(model)
    assert rows_of(model) == before


def test_a_row_that_says_more_than_its_case_is_set_back(read_models):
    """The case was restored from a backup that is older than the read model."""
    model, _, rows = one(read_models, "deeds.rounds")
    before = rows_of(model)
    rows.update_one({}, {"$set": {"sequence": 99, "state": "closed"}})
    assert found(read_models, model) == {("different", ("sequence", "state"))}
    read_models.rebuild(model)
    assert rows_of(model) == before


def test_a_check_writes_nothing(read_models):
    model, _, rows = one(read_models, "experts.workload")
    before = rows.find_one()
    rows.update_one({"_id": before["_id"]}, {"$set": {"state": "<script>"}})
    spoiled = rows_of(model)
    read_models.check(model)
    assert rows_of(model) == spoiled
    rows.replace_one({"_id": before["_id"]}, before)


# --- the command


@pytest.fixture
def kunteko(corner, system, monkeypatch, capsys):
    monkeypatch.setattr(checking, "PAUSE", 0)
    given = environment(store_url=corner.url, store_prefix=corner.prefix)
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    def run(*words):
        capsys.readouterr()
        return main(["read-models", *words]), *capsys.readouterr()

    return run


def test_the_command_finds_mends_and_finds_nothing_any_more(kunteko):
    WorkView.objects.first().delete()
    RoundView._get_collection().update_one({}, {"$set": {"state": "closed"}})
    status, said, _ = kunteko("check")
    assert status == 1
    assert "experts.workload           1 missing\n  experts.workload: work/" in said
    assert "1 different" in said
    assert "different (state)" in said
    status, said, _ = kunteko("rebuild", "experts")
    assert (status, said.splitlines()) == (
        0,
        ["experts.workload           1 mended", "experts.themes             as told"],
    )
    assert kunteko("rebuild")[0] == 0
    status, said, _ = kunteko("check")
    assert status == 0
    assert said.count("as it was told") == len(NAMES)


def test_the_command_knows_its_read_models(kunteko):
    status, said, _ = kunteko("list")
    assert (status, len(said.splitlines())) == (0, len(NAMES))
    status, _, wrong = kunteko("check", "deeds.badgers")
    assert status == 2
    assert "no read model deeds.badgers: there are applications.experts" in wrong


# --- every night


def test_the_nightly_check_shows_what_it_found(read_models):
    _, _, rows = one(read_models, "deeds.organisations")
    lost = rows.find_one()
    rows.delete_one({"_id": lost["_id"]})
    gauges = DriftGauges()
    assert [family.samples for family in gauges.collect()] == [[]]
    look_at_all(read_models, gauges, threading.Event())
    shown = {
        (sample.name, sample.labels.get("model")): sample.value
        for family in gauges.collect()
        for sample in family.samples
    }
    assert shown.pop(("kunteko_read_models_checked_seconds", None)) > 0
    assert shown.pop(("kunteko_read_model_drift", "deeds.organisations")) == 1
    assert set(shown.values()) == {0}
    rows.insert_one(lost)


def test_a_read_model_that_cannot_be_checked_holds_up_no_other(read_models, monkeypatch):
    real = ReadModels.check

    def check(self, model, *rest):
        if model.name == "applications.experts":
            raise OSError("the store is away")
        return real(self, model, *rest)

    monkeypatch.setattr(ReadModels, "check", check)
    gauges = DriftGauges()
    look_at_all(read_models, gauges, threading.Event())
    assert set(gauges.drift) == set(NAMES) - {"applications.experts"}

"""Read models beside the histories that they are made of: drift is found, and mended."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from deploy.read_models import drifting
from services.applications.documents import Application
from services.deeds.documents import Deed
from services.deeds.documents.search_entry import SearchEntry
from services.experts.workload import workloads
from services.notifications.documents import CaseStanding, Message
from shared.read_models import checking, told
from shared.read_models.looking import differences
from tests.integration.read_models.rows import NAMES, found, one, rows_of

pytestmark = pytest.mark.timeout(300)  # the first one makes a whole system

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_these_are_all_of_them(read_models):
    assert [model.name for model in read_models.all] == NAMES


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

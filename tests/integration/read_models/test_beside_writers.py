"""Read models are checked and rebuilt while events come and handlers write."""

import threading

import pytest

from deploy.read_models import drifting
from services.applications.documents import ExpertView
from services.experts.documents import Expert
from services.experts.handlers import edit_expert
from shared.read_models import checking, mending
from shared.read_models.looking import differences
from tests.integration.applications.casebook import STAFF
from tests.integration.deploy.everything import deliver
from tests.integration.read_models.rows import one, rows_of

pytestmark = pytest.mark.timeout(300)  # the first one makes a whole system


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

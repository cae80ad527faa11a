"""perform_many() on a real store: each case as if it had been performed alone."""

import pytest
from pymongo.errors import AutoReconnect

from shared import tracing
from shared.errors import ContractViolation, NotFound, TransitionNotAllowed
from shared.workflow import perform_many as kernel
from shared.workflow.perform import perform, plan
from shared.workflow.perform_many import Wanted, perform_many
from shared.workflow.table import NEW
from tests.integration.workflow.conftest import actions, raw, stored
from tests.unit.workflow.proposal import STAFF, WRITER, Proposal


def sent_ones(count):
    return [
        perform(perform(Proposal(title=f"Nimi {n}"), "write", WRITER), "send", WRITER)
        for n in range(count)
    ]


def note(case, words="hyvä", **more):
    return Wanted(case, "note", sets={"votes": 5}, pushes={"notes": words}, **more)


def test_what_is_returned_is_what_is_stored():
    cases = sent_ones(3)
    after = perform_many([note(case, f"sana {n}") for n, case in enumerate(cases)], STAFF)
    assert [case.notes for case in after] == [["sana 0"], ["sana 1"], ["sana 2"]]
    for case in after:
        assert case.to_mongo().to_dict() == raw(case)


def test_a_case_is_stored_as_if_it_had_been_performed_alone():
    alone, together, other = sent_ones(3)
    perform(alone, "accept", STAFF, sets={"title": "$title", "calm": 0}, pushes={"notes": "$x.y"})
    wanted = Wanted(together, "accept", {"title": "$title", "calm": 0}, {"notes": "$x.y"})
    perform_many([wanted, note(other)], STAFF)
    one, two = raw(alone), raw(together)
    assert one.keys() == two.keys()
    changing = {"_id", "created_at", "updated_at", "history", "outbox"}
    assert {k: one[k] for k in one if k not in changing} == {
        k: two[k] for k in two if k not in changing
    }
    for mine, theirs in zip(one["history"], two["history"], strict=True):
        assert {**mine, "id": 0, "at": 0, "correlation_id": 0, "data": 0} == {
            **theirs, "id": 0, "at": 0, "correlation_id": 0, "data": 0
        }  # fmt: skip
    assert two["history"][-1]["data"]["names"]["fi"] == "$title"
    assert [entry["id"] for entry in two["outbox"]] == [
        entry["id"] for entry in two["history"] if entry["told"]
    ]


def test_cases_of_different_versions_states_and_fields_go_together():
    first, second, third = sent_ones(3)
    second = perform(second, "note", STAFF)
    written = perform(Proposal(title="Luonnos"), "write", WRITER)
    after = perform_many(
        [
            note(first),
            Wanted(second, "accept"),
            Wanted(third, "note", pushes={"notes": "vain tämä"}),
            Wanted(written, "note", sets={"votes": 1}),
        ],
        STAFF,
    )
    assert [case.version for case in after] == [3, 4, 3, 2]
    assert [stored(case).state for case in after] == ["sent", "accepted", "sent", "written"]
    for case in after:
        assert case.to_mongo().to_dict() == raw(case)


def test_one_that_is_not_allowed_holds_up_no_other():
    first, nameless, wrong, last = sent_ones(4)
    before = raw(nameless)
    results = perform_many(
        [
            Wanted(first, "accept"),
            Wanted(nameless, "accept", sets={"title": ""}),  # a guard says no
            Wanted(wrong, "accept", data={"place": "nowhere"}),
            Wanted(last, "accept"),
        ],
        STAFF,
    )
    assert [type(result) for result in results] == [
        Proposal, TransitionNotAllowed, ContractViolation, Proposal
    ]  # fmt: skip
    assert raw(nameless) == before
    assert [stored(case).state for case in (first, wrong, last)] == ["accepted", "sent", "accepted"]


def test_a_case_that_went_on_is_planned_anew():
    calm, busy = sent_ones(2)
    perform(stored(busy), "note", WRITER, pushes={"notes": "ensin"})
    after = perform_many([note(calm, "sitten"), note(busy, "sitten")], STAFF)
    assert [case.notes for case in after] == [["sitten"], ["ensin", "sitten"]]
    assert [case.version for case in after] == [3, 4]
    assert stored(busy).notes == ["ensin", "sitten"]
    assert [entry["version"] for entry in stored(busy).history] == [1, 2, 3, 4]


def test_a_case_that_went_on_where_the_step_is_not_allowed_is_refused():
    calm, gone = sent_ones(2)
    perform(stored(gone), "accept", STAFF)
    after = perform_many([Wanted(calm, "refuse"), Wanted(gone, "refuse")], STAFF)
    assert [type(result) for result in after] == [Proposal, TransitionNotAllowed]
    assert [stored(case).state for case in (calm, gone)] == ["written", "accepted"]


def test_a_case_that_is_gone_is_not_found():
    here, gone = sent_ones(2)
    Proposal.objects(id=gone.id).delete()
    after = perform_many([note(gone), note(here)], STAFF)
    assert [type(result) for result in after] == [NotFound, Proposal]
    assert stored(here).notes == ["hyvä"]


def test_a_repeat_with_the_same_cause_changes_nothing():
    cases = sent_ones(2)
    once = perform_many([note(case, cause="event-1") for case in cases], STAFF)
    for seen in (cases, once):  # a stale copy, and the case as it stands
        again = perform_many([note(case, cause="event-1") for case in seen], STAFF)
        assert [case.version for case in again] == [3, 3]
    assert [stored(case).notes for case in cases] == [["hyvä"], ["hyvä"]]


def test_each_step_belongs_to_its_own_journey():
    first, second = sent_ones(2)
    with tracing.bound("around", "event-0"):
        perform_many([note(first, correlation_id="a", causation_id="b"), note(second)], STAFF)
    entries = [stored(case).history[-1] for case in (first, second)]
    assert [(entry["correlation_id"], entry["causation_id"]) for entry in entries] == [
        ("a", "b"),
        ("around", "event-0"),
    ]


def test_who_crashes_after_the_write_may_repeat(monkeypatch):
    cases = sent_ones(2)
    write = kernel._write

    def write_and_crash(steps):
        write(steps)
        raise AutoReconnect("the answer was lost")

    monkeypatch.setattr(kernel, "_write", write_and_crash)
    with pytest.raises(AutoReconnect):
        perform_many([Wanted(case, "accept", cause="click-1") for case in cases], STAFF)
    monkeypatch.setattr(kernel, "_write", write)
    perform_many([Wanted(case, "accept", cause="click-1") for case in cases], STAFF)
    assert [actions(case) for case in cases] == [["write", "send", "accept"]] * 2


def test_a_new_case_is_performed_alone():
    assert Proposal().state == NEW
    with pytest.raises(ValueError, match="stored"):
        perform_many([Wanted(Proposal(title="Uusi"), "write")], WRITER)


def test_nothing_wanted_writes_nothing():
    assert perform_many([], STAFF) == []


def test_the_plan_is_the_same_plan():
    (case,) = sent_ones(1)
    planned = plan(case, "note", STAFF, {"votes": 5}, {"notes": "hyvä"}, {})
    (after,) = perform_many([note(case)], STAFF)
    assert (after.votes, after.notes) == (planned.after.votes, planned.after.notes)

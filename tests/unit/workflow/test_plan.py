"""plan(): what one step does to tasks, timers, history and outbox. Nothing is stored here."""

from datetime import UTC, datetime, timedelta

import pytest

from shared import ambient, tracing
from shared.ambient import HELSINKI
from shared.errors import ContractViolation, NotPermitted, TransitionNotAllowed
from shared.workflow.perform import plan
from shared.workflow.table import NEW, SYSTEM
from tests.unit.workflow.proposal import MANAGER, STAFF, WRITER, Proposal

MONDAY = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    with ambient.use(ambient.FixedSource(MONDAY)) as source:
        yield source


def step(case, action, actor, *, sets=None, pushes=None, data=None, cause=None, fired=None):
    return plan(case, action, actor, sets or {}, pushes or {}, data or {}, cause, fired)


def written(**values):
    return step(Proposal(title="Yhteinen kieli", **values), "write", WRITER).after


def sent(**values):
    return step(written(**values), "send", WRITER).after


def timers(case):
    return {entry["action"]: entry["at"] for entry in case.due}


def tasks(case):
    return {entry["name"]: entry["due_at"] for entry in case.tasks}


def test_the_first_step_makes_version_one():
    case = written()
    assert (case.state, case.version, len(case.history)) == ("written", 1, 1)


def test_planning_leaves_the_case_as_it_was():
    case = written()
    before = case.to_mongo().to_dict()
    step(case, "note", WRITER, sets={"votes": 3}, pushes={"notes": "hyvä"})
    assert case.to_mongo().to_dict() == before


def test_the_update_writes_what_the_planned_case_says():
    planned = step(sent(), "note", STAFF, sets={"votes": 3}, pushes={"notes": "hyvä"})
    assert (planned.after.votes, planned.after.notes) == (3, ["hyvä"])
    assert planned.update["$set"]["votes"] == 3
    assert planned.update["$push"]["notes"] == "hyvä"
    assert planned.update["$set"]["version"] == planned.after.version == 3
    assert planned.update["$push"]["history"] == planned.after.history[-1]


def test_a_change_of_state_opens_its_own_tasks_and_timers():
    case = sent()
    assert tasks(case) == {"decide": MONDAY + timedelta(days=14)}
    assert timers(case) == {"remind": datetime(2027, 3, 18, 9, 0, tzinfo=HELSINKI)}


def test_a_change_of_state_closes_every_task_and_stops_every_timer():
    case = step(step(sent(), "remind", SYSTEM).after, "accept", STAFF).after
    assert (case.state, case.tasks, case.due) == ("accepted", [], [])


def test_going_back_starts_the_timer_anew(clock):
    case = sent()
    clock.moment += timedelta(days=5)
    assert timers(step(case, "refuse", STAFF).after) == {"drop": MONDAY + timedelta(days=95)}


def test_a_row_that_stays_keeps_tasks_and_timers_and_adds_its_own():
    case = step(sent(), "remind", SYSTEM).after
    assert set(tasks(case)) == {"decide", "call"}
    assert timers(case) == {"remind": datetime(2027, 3, 19, 9, 0, tzinfo=HELSINKI)}


def test_a_row_that_stays_closes_the_tasks_it_names():
    case = step(step(sent(), "remind", SYSTEM).after, "note", STAFF).after
    assert set(tasks(case)) == {"decide"}


def test_a_task_opened_again_replaces_the_open_one(clock):
    once = step(sent(), "remind", SYSTEM).after
    clock.moment += timedelta(days=2)
    again = step(once, "remind", SYSTEM).after
    assert len(again.tasks) == 2
    assert tasks(again)["call"] == MONDAY + timedelta(days=3)


def test_a_fired_timer_of_a_row_that_stays_is_gone():
    case = sent(calm=0)
    assert set(timers(case)) == {"remind", "hurry"}
    key = next(entry["key"] for entry in case.due if entry["action"] == "hurry")
    assert set(timers(step(case, "hurry", SYSTEM, fired=key).after)) == {"remind"}


def test_a_timer_that_is_no_longer_wanted_is_taken_away():
    case = sent(calm=0)
    assert set(timers(step(case, "calm", STAFF, sets={"calm": 1}).after)) == {"remind"}


def test_a_timer_started_again_for_the_same_moment_is_another_timer():
    first = sent(calm=0)
    second = step(first, "calm", STAFF).after
    hurry = [
        entry["key"] for case in (first, second) for entry in case.due if entry["action"] == "hurry"
    ]
    assert len(set(hurry)) == 2


def test_history_says_who_did_what_when_and_why():
    with tracing.bound("journey-1", "event-0"):
        entry = step(sent(), "note", STAFF, data={"text": "soitettu"}).after.history[-1]
    assert {key: entry[key] for key in entry if key != "id"} == {
        "type": "proposal.note",
        "told": False,
        "action": "note",
        "source_state": "sent",
        "state": "sent",
        "version": 3,
        "at": MONDAY,
        "actor": {"role": "staff", "name": "Ville Virkailija", "email": "ville@kunteko.example"},
        "data": {"text": "soitettu"},
        "correlation_id": "journey-1",
        "causation_id": "event-0",
    }


def test_an_explicit_cause_goes_before_the_event_being_handled():
    with tracing.bound("journey-1", "event-0"):
        entry = step(sent(), "note", STAFF, cause="click-1").after.history[-1]
    assert entry["causation_id"] == "click-1"


def test_only_an_event_for_others_goes_to_the_outbox():
    case = sent()
    assert [entry["id"] for entry in case.outbox] == [case.history[-1]["id"]]
    assert case.history[-1]["type"] == "theme.changed.v1"
    silent = step(case, "note", STAFF)
    assert silent.after.outbox == case.outbox
    assert "outbox" not in silent.update["$push"]


def test_an_event_carries_the_facts_as_they_are_after_the_step():
    entry = step(written(), "send", WRITER, sets={"title": "Uusi nimi"}).after.history[-1]
    assert entry["data"]["names"]["fi"] == "Uusi nimi"


def test_an_event_that_breaks_its_contract_stops_the_step():
    with pytest.raises(ContractViolation, match=r"theme\.changed\.v1: "):
        step(written(), "send", WRITER, data={"place": "not a number"})


def test_a_guard_sees_the_case_as_it_would_become():
    case = step(sent(), "note", STAFF, sets={"title": ""}).after
    with pytest.raises(TransitionNotAllowed) as refused:
        step(case, "accept", STAFF)
    assert refused.value.reason == "title"
    assert step(case, "accept", STAFF, sets={"title": "Nimi"}).after.state == "accepted"


def test_a_manager_acts_as_staff_and_is_recorded_as_manager():
    entry = step(sent(), "accept", MANAGER).after.history[-1]
    assert entry["actor"]["role"] == "manager"


def test_a_new_case_cannot_skip_its_beginning():
    with pytest.raises(TransitionNotAllowed):
        step(Proposal(), "send", WRITER)
    with pytest.raises(NotPermitted):
        step(Proposal(), "write", STAFF)
    assert Proposal().state == NEW


def test_times_have_the_precision_of_the_store(clock):
    clock.moment = MONDAY + timedelta(microseconds=123_456)
    assert written().history[0]["at"].microsecond == 123_000

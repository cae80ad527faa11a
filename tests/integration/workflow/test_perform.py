"""perform() on a real store: one atomic write, harmless repeats, honest conflicts."""

import mongoengine
import pytest
from pymongo import monitoring
from pymongo.errors import AutoReconnect

from shared.errors import Conflict, ContractViolation, NotFound, NotPermitted, TransitionNotAllowed
from shared.store import OPTIONS
from shared.workflow import perform as kernel
from shared.workflow.perform import perform
from tests.integration.workflow.conftest import actions, at_once, raw, stored
from tests.unit.workflow.proposal import STAFF, WRITER, Proposal


class Commands(monitoring.CommandListener):
    """Records the names of the writing commands sent to the store."""

    def __init__(self):
        self.writes = []

    def started(self, event):
        if event.command_name in ("insert", "update", "delete", "findAndModify"):
            self.writes.append(event.command_name)

    def succeeded(self, event): ...

    def failed(self, event): ...


@pytest.fixture
def commands(settings):
    listener = Commands()
    mongoengine.disconnect(alias="proposals")
    mongoengine.connect(
        db=settings.store_prefix + "proposals",
        alias="proposals",
        host=settings.store_url,
        uuidRepresentation="standard",
        event_listeners=[listener],
        **OPTIONS,
    )
    Proposal.ensure_indexes()
    return listener


def test_a_step_is_one_write_and_says_everything(commands):
    case = perform(Proposal(title="Yhteinen kieli"), "write", WRITER)
    perform(case, "send", WRITER, sets={"votes": 2}, pushes={"notes": "hyvä"})
    assert commands.writes == ["insert", "update"]
    document = raw(case)
    assert (document["state"], document["version"]) == ("sent", 2)
    assert (document["votes"], document["notes"]) == (2, ["hyvä"])
    assert [entry["id"] for entry in document["outbox"]] == [document["history"][-1]["id"]]
    assert [task["name"] for task in document["tasks"]] == ["decide"]
    assert [timer["action"] for timer in document["due"]] == ["remind"]


def test_the_returned_case_is_the_stored_one(sent):
    case = perform(sent, "note", STAFF, sets={"votes": 5}, pushes={"notes": "hyvä"})
    assert case.to_mongo().to_dict() == raw(case)
    assert case.to_mongo().to_dict() == stored(case).to_mongo().to_dict()


def test_a_forbidden_step_writes_nothing(sent):
    before = raw(sent)
    for action, actor, error in [
        ("send", WRITER, TransitionNotAllowed),
        ("accept", WRITER, NotPermitted),
        ("burn", STAFF, NotPermitted),
    ]:
        with pytest.raises(error):
            perform(sent, action, actor)
    with pytest.raises(ContractViolation):
        perform(sent, "accept", STAFF, data={"place": "nowhere"})
    assert raw(sent) == before


def test_a_repeat_with_the_same_cause_changes_nothing(sent):
    once = perform(sent, "note", STAFF, pushes={"notes": "hyvä"}, cause="event-1")
    for case in (sent, once, stored(sent)):
        again = perform(case, "note", STAFF, pushes={"notes": "hyvä"}, cause="event-1")
        assert again.version == 3
    assert stored(sent).notes == ["hyvä"]


def test_a_repeat_is_harmless_even_when_the_state_has_moved_on(sent):
    perform(sent, "note", STAFF, cause="event-1")
    accepted = perform(stored(sent), "accept", STAFF)
    assert perform(stored(sent), "note", STAFF, cause="event-1").version == accepted.version


def test_one_cause_may_lead_to_two_different_steps(sent):
    perform(sent, "note", STAFF, cause="event-1")
    perform(stored(sent), "accept", STAFF, cause="event-1")
    assert actions(sent) == ["write", "send", "note", "accept"]


def test_a_new_case_made_twice_for_one_cause_is_one_case():
    made = [
        perform(
            Proposal(id="from-event-1", title="Yhteinen kieli"), "write", WRITER, cause="event-1"
        )
        for _ in range(2)
    ]
    assert [case.version for case in made] == [1, 1]
    assert Proposal.objects.count() == 1


def test_a_new_case_under_a_taken_id_is_refused(written):
    with pytest.raises(TransitionNotAllowed):
        perform(Proposal(id=written.id, title="Toinen"), "write", WRITER)
    assert stored(written).title == "Yhteinen kieli"


def test_a_stale_version_is_a_conflict_that_tells_what_changed(sent):
    perform(stored(sent), "note", STAFF, pushes={"notes": "ensin"})
    with pytest.raises(Conflict) as conflict:
        perform(stored(sent), "note", STAFF, pushes={"notes": "sitten"}, expected_version=2)
    changed = conflict.value.case.changes_since(conflict.value.since)
    assert [entry["action"] for entry in changed] == ["note"]
    assert stored(sent).notes == ["ensin"]


def test_a_step_that_came_between_is_a_conflict_for_a_pinned_one(sent):
    perform(stored(sent), "note", STAFF)
    with pytest.raises(Conflict) as conflict:
        perform(sent, "note", STAFF, expected_version=2)  # `sent` itself still says version 2
    assert conflict.value.case.version == 3


def test_a_double_click_is_no_conflict(sent):
    for _ in range(2):
        perform(stored(sent), "accept", STAFF, expected_version=2, cause="click-1")
    assert actions(sent) == ["write", "send", "accept"]


def test_a_step_on_an_old_copy_is_planned_anew(sent):
    perform(stored(sent), "note", STAFF, pushes={"notes": "ensin"})
    perform(sent, "note", STAFF, pushes={"notes": "sitten"})
    case = stored(sent)
    assert (case.notes, case.version) == (["ensin", "sitten"], 4)
    assert [entry["version"] for entry in case.history] == [1, 2, 3, 4]


def test_a_step_on_an_old_copy_that_is_no_longer_allowed_is_refused(sent):
    perform(stored(sent), "accept", STAFF)
    with pytest.raises(TransitionNotAllowed):
        perform(sent, "refuse", STAFF)
    assert stored(sent).state == "accepted"


def test_a_case_that_is_gone_is_not_found(sent):
    Proposal.objects(id=sent.id).delete()
    with pytest.raises(NotFound):
        perform(sent, "note", STAFF)


def test_twenty_at_once_all_land_exactly_once(sent):
    calls = [
        lambda n=n: perform(stored(sent), "note", STAFF, pushes={"notes": f"{n}"})
        for n in range(20)
    ]
    results = at_once(*calls)
    assert [result for result in results if isinstance(result, Exception)] == []
    case = stored(sent)
    assert sorted(case.notes, key=int) == [str(n) for n in range(20)]
    assert case.version == 22
    assert [entry["version"] for entry in case.history] == list(range(1, 23))


@pytest.mark.parametrize("time", range(5))
def test_of_two_pinned_at_once_one_wins_and_one_conflicts(sent, time):
    calls = [lambda: perform(stored(sent), "note", STAFF, expected_version=2)] * 2
    assert sorted(type(result).__name__ for result in at_once(*calls)) == ["Conflict", "Proposal"]
    assert stored(sent).version == 3


def test_of_two_decisions_at_once_one_stands(sent):
    results = at_once(
        lambda: perform(stored(sent), "accept", STAFF),
        lambda: perform(stored(sent), "refuse", STAFF),
    )
    # whoever came second was told: neither decision is lost under the other
    assert sorted(type(r).__name__ for r in results) == ["Proposal", "TransitionNotAllowed"]
    assert len(stored(sent).history) == 3


def test_the_same_cause_at_once_happens_once(sent):
    calls = [lambda: perform(stored(sent), "note", STAFF, cause="event-1")] * 6
    assert {result.version for result in at_once(*calls)} == {3}
    assert actions(sent) == ["write", "send", "note"]


def test_a_condition_of_the_write_that_is_not_met_is_a_limit(sent):
    room = {"votes": {"$lt": 1}}
    perform(sent, "note", STAFF, sets={"votes": 1}, where=room)
    with pytest.raises(TransitionNotAllowed) as refused:
        perform(stored(sent), "note", STAFF, sets={"votes": 2}, where=room)
    assert refused.value.reason == "limit"
    assert stored(sent).votes == 1


def test_a_limit_holds_when_many_come_at_once(sent):
    room = {"notes.2": {"$exists": False}}  # at most three
    calls = [
        lambda n=n: perform(stored(sent), "note", STAFF, pushes={"notes": f"{n}"}, where=room)
        for n in range(10)
    ]
    results = at_once(*calls)
    assert sum(isinstance(result, Proposal) for result in results) == 3
    assert {r.reason for r in results if isinstance(r, Exception)} == {"limit"}
    assert len(stored(sent).notes) == 3


def test_who_crashes_after_the_write_may_repeat(sent, monkeypatch):
    write = kernel._write

    def write_and_crash(*args):
        write(*args)
        raise AutoReconnect("the answer was lost")

    monkeypatch.setattr(kernel, "_write", write_and_crash)
    with pytest.raises(AutoReconnect):
        perform(sent, "accept", STAFF, cause="click-1", expected_version=2)
    monkeypatch.setattr(kernel, "_write", write)
    again = perform(stored(sent), "accept", STAFF, cause="click-1", expected_version=2)
    assert (again.state, again.version) == ("accepted", 3)
    assert actions(sent) == ["write", "send", "accept"]
    assert len(stored(sent).outbox) == 2

"""The ticker on a real store: every timer fires once, and none holds up another."""

from datetime import timedelta

import pytest

from shared import ambient
from shared.errors import Conflict
from shared.workflow import ticker
from shared.workflow.perform import perform
from shared.workflow.ticker import fire_due
from tests.integration.workflow.conftest import actions, at_once, stored
from tests.unit.workflow.proposal import STAFF, WRITER, Proposal


def later(**span):
    return ambient.now() + timedelta(**span)


def due(case):
    return sorted(entry["action"] for entry in stored(case).due)


def new_proposal(**values):
    return perform(Proposal(title="Yhteinen kieli", **values), "write", WRITER)


def test_before_its_moment_nothing_fires(written):
    assert fire_due(Proposal, later(days=89)) == 0
    assert stored(written).state == "written"


def test_at_its_moment_a_timer_takes_the_step_as_the_system(written):
    assert fire_due(Proposal, later(days=91)) == 1
    case = stored(written)
    assert (case.state, case.due) == ("dropped", [])
    assert case.history[-1]["actor"]["role"] == "system"
    assert case.history[-1]["causation_id"].startswith("timer:drop@")


def test_it_fires_only_once_however_often_the_ticker_runs(written):
    fired = [fire_due(Proposal, later(days=91)) for _ in range(3)]
    assert fired == [1, 0, 0]
    assert actions(written) == ["write", "drop"]


def test_a_timer_of_a_row_that_stays_fires_once_per_start(sent):
    assert fire_due(Proposal, later(days=30)) == 1
    assert actions(sent) == ["write", "send", "remind"]
    # the step started the next reminder, counted from now
    assert due(sent) == ["remind"]
    assert fire_due(Proposal, ambient.now()) == 0


def test_it_fires_once_though_four_tickers_race(sent):
    at_once(*[lambda: fire_due(Proposal, later(days=30))] * 4)
    assert actions(sent) == ["write", "send", "remind"]


def test_racing_tickers_share_the_work_and_do_none_of_it_twice():
    cases = [new_proposal() for _ in range(12)]
    moment = later(days=91)
    at_once(*[lambda: fire_due(Proposal, moment)] * 3)
    assert [actions(case) for case in cases] == [["write", "drop"]] * 12


def test_a_timer_does_not_fire_after_the_state_has_changed(written):
    perform(written, "send", WRITER)
    perform(stored(written), "accept", STAFF)
    assert fire_due(Proposal, later(days=400)) == 0
    assert stored(written).state == "accepted"


def test_a_timer_read_before_the_change_of_state_does_not_fire_after_it(written):
    [timer] = written.due
    perform(written, "send", WRITER)
    assert ticker._fire(Proposal, written.id, timer) == 0
    assert actions(written) == ["write", "send"]


def test_a_timer_that_loses_the_race_against_a_person_does_nothing(sent):
    results = at_once(
        lambda: fire_due(Proposal, later(days=30)), lambda: perform(stored(sent), "accept", STAFF)
    )
    assert not isinstance(results[1], Exception)
    assert actions(sent)[-1] == "accept"
    assert due(sent) == []


def test_two_timers_due_at_once_both_fire():
    case = perform(new_proposal(calm=0), "send", WRITER)
    assert fire_due(Proposal, later(days=30)) == 2
    assert sorted(actions(case)[2:]) == ["hurry", "remind"]


def test_a_timer_started_again_for_the_same_moment_fires_again():
    with ambient.use(ambient.FixedSource(ambient.now())):
        case = perform(new_proposal(calm=0), "send", WRITER)
        assert fire_due(Proposal, ambient.now()) == 1
        perform(stored(case), "calm", STAFF)
        assert fire_due(Proposal, ambient.now()) == 1
        assert fire_due(Proposal, ambient.now()) == 0
    assert actions(case) == ["write", "send", "hurry", "calm", "hurry"]


@pytest.fixture
def spoil(monkeypatch):
    """Make the step of one case fail with an error, and leave the others alone."""
    real = ticker.perform

    def spoil(case_id, error):
        def perform(case, *args, **kwargs):
            if case.id == case_id:
                raise error
            return real(case, *args, **kwargs)

        monkeypatch.setattr(ticker, "perform", perform)

    return spoil


def test_one_broken_case_holds_up_no_other_and_keeps_its_timer(spoil):
    broken, sound = new_proposal(), new_proposal()
    spoil(broken.id, KeyError("a bug in its facts"))
    assert fire_due(Proposal, later(days=91)) == 1
    assert (stored(broken).state, stored(sound).state) == ("written", "dropped")
    assert due(broken) == ["drop"]


def test_a_case_that_is_busy_keeps_its_timer_for_the_next_round(spoil, written):
    spoil(written.id, Conflict(written, 1))
    assert fire_due(Proposal, later(days=91)) == 0
    assert due(written) == ["drop"]


def test_a_timer_that_the_table_forbids_is_dropped(written):
    forged = {"key": "accept@x", "action": "accept", "at": ambient.now()}
    Proposal._get_collection().update_one({"_id": written.id}, {"$push": {"due": forged}})
    assert fire_due(Proposal, ambient.now()) == 0
    assert due(written) == ["drop"]
    assert stored(written).state == "written"

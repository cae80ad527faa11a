"""rehearse(): the step as it would be, and a store that does not know of it."""

import pytest

from shared.errors import Conflict, NotPermitted
from shared.workflow.perform import perform
from shared.workflow.rehearsal import rehearse, rehearsing
from tests.integration.workflow.conftest import actions, raw
from tests.unit.workflow.proposal import STAFF, WRITER, Proposal


def test_it_returns_the_case_as_it_would_be(written):
    before = raw(written)

    after = rehearse(lambda: perform(written, "send", WRITER, sets={"votes": 2}))

    assert (after.state, after.version, after.votes) == ("sent", written.version + 1, 2)
    assert after.history[-1]["told"] and after.history[-1]["type"] == "theme.changed.v1"
    assert raw(written) == before
    assert (written.state, written.votes) == ("written", 0)


def test_a_new_case_is_not_made():
    after = rehearse(lambda: perform(Proposal(title="Uusi"), "write", WRITER))

    assert after.state == "written"
    assert Proposal.objects.count() == 0


def test_what_the_step_refuses_the_rehearsal_refuses(written, sent):
    with pytest.raises(NotPermitted):
        rehearse(lambda: perform(sent, "accept", WRITER))
    with pytest.raises(Conflict):
        rehearse(lambda: perform(sent, "accept", STAFF, expected_version=1))
    assert not rehearsing()


def test_a_step_that_is_taken_already_returns_what_stands(written):
    taken = perform(written, "send", WRITER, cause="form:1")

    assert rehearse(lambda: perform(taken, "send", WRITER, cause="form:1")) is taken


def test_after_it_steps_are_taken_again(written):
    rehearse(lambda: perform(written, "send", WRITER))
    perform(written, "send", WRITER)

    assert actions(written) == ["write", "send"]

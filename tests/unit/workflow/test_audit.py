"""The fold of a table over a stored history: what it finds, and that a sound case has nothing."""

import pytest

from shared import ambient
from shared.workflow.audit import contradictions
from shared.workflow.perform import plan
from tests.unit.workflow.proposal import PROPOSAL, STAFF, WRITER, Proposal


@pytest.fixture
def stored():
    case = Proposal(title="Yhteinen kieli")
    for action, actor in (("write", WRITER), ("send", WRITER), ("note", STAFF), ("accept", STAFF)):
        case = plan(case, action, actor, {}, {}, {}).after
    return case.to_mongo().to_dict()


def found(stored):
    return list(contradictions(PROPOSAL, stored))


def test_what_perform_writes_is_sound(stored):
    assert found(stored) == []


def test_a_step_that_is_gone_is_found(stored):
    del stored["history"][1]
    assert found(stored) == [
        "its steps are numbered [1, 3, 4]",
        "it is version 4 after 3 steps",
        "step 3, note, begins in sent, where the case was written",
        f"it has to tell {stored['outbox'][0]['id']}, which is no event of its history",
    ]


def test_a_version_that_was_changed_by_hand_is_found(stored):
    stored["version"] = 9
    assert found(stored) == ["it is version 9 after 4 steps"]


def test_a_state_that_was_changed_by_hand_is_found(stored):
    stored["state"] = "dropped"
    assert found(stored) == ["it is dropped, its history ends in accepted"]


def test_a_step_that_no_row_allows_is_found(stored):
    stored["history"][3]["action"] = "drop"
    assert found(stored) == ["step 4, drop, is not in the table for sent"]


def test_a_step_that_led_elsewhere_is_found(stored):
    stored["history"][3]["state"] = stored["state"] = "written"
    assert found(stored) == ["step 4, accept, led to written, the table says accepted"]


def test_a_step_that_stands_twice_is_found(stored):
    stored["history"].append(dict(stored["history"][2]))
    assert "two of its steps have one id" in found(stored)


def test_something_to_tell_that_never_happened_is_found(stored):
    stored["outbox"].append({"id": "invented", "at": ambient.now()})
    assert found(stored) == ["it has to tell invented, which is no event of its history"]

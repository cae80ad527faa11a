"""Every action of the pool × every state × every role, against what the office expects."""

import pytest

from services.experts.workflow import ACTIVE, ENDED, POOL
from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW

OFFICE = {Role.STAFF, Role.MANAGER}
BOSS = {Role.MANAGER}

# action → (who may do it, {state it may be done in: state it leads to})
EXPECTED = {
    # staff add and correct experts
    "add": (OFFICE, {NEW: ACTIVE}),
    # who has left is returned first, then corrected
    "edit": (OFFICE, {ACTIVE: ACTIVE}),
    # only a manager takes an expert out of the pool, and lets one back
    "end": (BOSS, {ACTIVE: ENDED}),
    "return_to_pool": (BOSS, {ENDED: ACTIVE}),
}


def outcome(action, state, role):
    try:
        return POOL.decide(action, state, [role]).to_state(state)
    except NotPermitted:
        return "not permitted"
    except TransitionNotAllowed:
        return "not allowed"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", (NEW, *POOL.states))
@pytest.mark.parametrize("action", POOL.actions)
def test_the_table_allows_exactly_what_is_expected(action, state, role):
    who, leads = EXPECTED[action]
    expected = leads.get(state, "not allowed") if role in who else "not permitted"
    assert outcome(action, state, role) == expected


def test_the_expectation_names_every_action_of_the_table():
    assert set(EXPECTED) == set(POOL.actions)


def test_no_step_of_the_pool_mails_anybody():
    assert {row.event.tells for row in POOL.rows} == {()}

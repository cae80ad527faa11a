"""The table decides: every role, every state, and what it may not contain."""

import pytest

from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row
from tests.unit.workflow.proposal import PROPOSAL

ALL_ROLES = list(Role)


def outcome(action, state, role):
    try:
        return PROPOSAL.decide(action, state, [role]).to_state(state)
    except (NotPermitted, TransitionNotAllowed) as error:
        return type(error)


@pytest.mark.parametrize(
    ("action", "state", "role", "expected"),
    [
        ("write", NEW, Role.APPLICANT, "written"),
        ("send", "written", Role.APPLICANT, "sent"),
        # what is sent cannot be sent again
        ("send", "sent", Role.APPLICANT, TransitionNotAllowed),
        # only the writer sends
        ("send", "written", Role.STAFF, NotPermitted),
        # staff accept only what was sent
        ("accept", "written", Role.STAFF, TransitionNotAllowed),
        ("accept", "sent", Role.STAFF, "accepted"),
        # a manager may do what staff may
        ("accept", "sent", Role.MANAGER, "accepted"),
        # the writer cannot accept; the state is not even told
        ("accept", "sent", Role.APPLICANT, NotPermitted),
        ("accept", "written", Role.APPLICANT, NotPermitted),
        # an auditor only reads
        ("accept", "sent", Role.AUDITOR, NotPermitted),
        # a timer's row is for the system alone
        ("drop", "written", Role.SYSTEM, "dropped"),
        ("drop", "written", Role.MANAGER, NotPermitted),
        # a row that stays
        ("note", "sent", Role.STAFF, "sent"),
        ("note", "accepted", Role.STAFF, TransitionNotAllowed),
        # no such action
        ("burn", "sent", Role.MANAGER, NotPermitted),
    ],
)
def test_the_table_decides(action, state, role, expected):
    assert outcome(action, state, role) == expected


def test_open_to_and_decide_agree_for_every_action_state_and_role():
    for state in (NEW, *PROPOSAL.states):
        for role in ALL_ROLES:
            shown = {entry.action for entry in PROPOSAL.open_to(state, [role])}
            taken = {a for a in PROPOSAL.actions if isinstance(outcome(a, state, role), str)}
            assert shown == taken, (state, role)


def test_nobody_without_a_role_may_do_anything():
    assert [PROPOSAL.open_to(state, []) for state in PROPOSAL.states] == [[]] * 4
    with pytest.raises(NotPermitted):
        PROPOSAL.decide("note", "sent", [])


def test_one_role_of_several_is_enough():
    assert PROPOSAL.decide("accept", "sent", [Role.AUDITOR, Role.STAFF]).action == "accept"


def test_different_roles_may_hold_the_same_action_in_different_states():
    table = Workflow(
        "door", ("open", "shut"),
        (row("turn", "open", "shut", Role.STAFF), row("turn", "shut", "open", Role.MANAGER)),
    )  # fmt: skip
    assert table.decide("turn", "open", [Role.STAFF]).target == "shut"
    with pytest.raises(NotPermitted, match="turn in shut is not for staff"):
        table.decide("turn", "shut", [Role.STAFF])


def test_an_action_cannot_stand_twice_for_one_state():
    rows = (row("go", "a", "b", Role.STAFF), row("go", ("a", "b"), "a", Role.STAFF))
    with pytest.raises(ValueError, match="go stands twice for a"):
        Workflow("twice", ("a", "b"), rows)


@pytest.mark.parametrize(("source", "target"), [("a", "nowhere"), ("nowhere", "a")])
def test_a_row_cannot_name_an_unknown_state(source, target):
    with pytest.raises(ValueError, match="go names an unknown state"):
        Workflow("lost", ("a",), (row("go", source, target, Role.STAFF),))


def test_a_refusal_says_what_was_tried_where_and_why():
    with pytest.raises(TransitionNotAllowed) as refused:
        PROPOSAL.decide("send", "accepted", [Role.APPLICANT])
    error = refused.value
    assert (error.action, error.state, error.reason) == ("send", "accepted", "state")

"""A workflow's table against the rules written out: every action in every state by every role.

A row of the rules: state, action, who, what it becomes ("=" stays). What has no row is refused.
"""

import pytest

from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW


def read_rules(text):
    """(state, action) → (roles that may, state after)."""
    lines = [line for line in text.strip().splitlines() if line and not line.startswith("#")]
    rules = {}
    for state, action, who, target in (line.split() for line in lines):
        roles = {Role(name) for name in who.split(",")}
        if Role.STAFF in roles:
            roles.add(Role.MANAGER)  # a manager may do what staff may
        rules[state, action] = roles, state if target == "=" else target
    return rules


def expected(rules, action, state, role):
    if not any(role in who for (_state, name), (who, _) in rules.items() if name == action):
        return "not for this role"
    if (state, action) not in rules:
        return "not in this state"
    who, target = rules[state, action]
    return target if role in who else "not for this role"


def actual(workflow, action, state, role):
    try:
        return workflow.decide(action, state, [role]).to_state(state)
    except NotPermitted:
        return "not for this role"
    except TransitionNotAllowed:
        return "not in this state"


def every_action(tables):
    """The parameters of a test: (workflow, its rules, an action) of each (workflow, text)."""
    return [
        pytest.param(workflow, read_rules(text), action, id=f"{workflow.name}: {action}")
        for workflow, text in tables
        for action in workflow.actions
    ]


def outcomes(workflow, action):
    """(state, role) → what becomes of it, by the table."""
    return {case: actual(workflow, action, *case) for case in everywhere(workflow)}


def outcomes_by(rules, workflow, action):
    """The same by the rules."""
    return {case: expected(rules, action, *case) for case in everywhere(workflow)}


def everywhere(workflow):
    return [(state, role) for state in (NEW, *workflow.states) for role in Role]


def offered(workflow, state, role):
    return {row.action for row in workflow.open_to(state, [role])}


def offered_by(rules, state, role):
    return {action for (at, action), (who, _) in rules.items() if at == state and role in who}

"""Who may do what with a subscription: every action in every state by every role."""

import pytest

from services.notifications.workflow.subscriber import PERSONAL, SUBSCRIBER
from shared.roles import Role
from shared.workflow.table import NEW
from tests.support.tables import (
    every_action,
    offered,
    offered_by,
    outcomes,
    outcomes_by,
    read_rules,
)

RULES = """
# whoever types in an address makes it wait for its owner, and no more
new          sign_up       reader        unconfirmed
unconfirmed  sign_up       reader        unconfirmed
unconfirmed  amend         reader        =
unconfirmed  confirm       reader        subscribed
unconfirmed  leave         reader,staff  left
unconfirmed  expire        system        expired
# a subscriber is not signed up anew: more is asked for, and confirmed by link
subscribed   register      reader        =
subscribed   amend         reader        =
subscribed   confirm       reader        =
subscribed   choose        reader        =
subscribed   request_link  reader        =
subscribed   wish          reader        =
subscribed   leave         reader,staff  left
# a complaint is a leaving; an address that is gone may work again one day
subscribed   complain      system        left
subscribed   lose          system        unreachable
unreachable  sign_up       reader        unconfirmed
unreachable  leave         reader,staff  left
# nobody acts for one who has left, but everybody may sign up again
left         sign_up       reader        unconfirmed
expired      sign_up       reader        unconfirmed
"""


@pytest.mark.parametrize(("workflow", "rules", "action"), every_action([(SUBSCRIBER, RULES)]))
def test_who_may_do_what_in_which_state(workflow, rules, action):
    assert outcomes(workflow, action) == outcomes_by(rules, workflow, action)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("state", [NEW, *SUBSCRIBER.states])
def test_exactly_what_the_rules_allow_is_offered(state, role):
    assert offered(SUBSCRIBER, state, role) == offered_by(read_rules(RULES), state, role)


def test_every_way_out_forgets_the_person():
    ways_out = {row.action for row in SUBSCRIBER.rows if row.target in ("left", "expired")}
    assert ways_out == {"leave", "complain", "expire"}
    assert all(row.forgets == PERSONAL for row in SUBSCRIBER.rows if row.action in ways_out)
    assert not any(row.forgets for row in SUBSCRIBER.rows if row.action not in ways_out)

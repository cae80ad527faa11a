"""Every action in every state by every role, against what the rules of the programme say.

A row: state, action, who, what it becomes ("=" stays). What has no row is refused.
"""

import pytest

from services.applications.workflow import ROUND, SPARRING, THEME
from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW

SPARRING_RULES = """
# an applicant fills in a draft in peace; nobody else touches it
new        start         applicant          draft
draft      save          applicant          =
draft      keep          applicant          =
draft      submit        applicant          submitted
# a draft that is left alone is deleted by the clock, by nobody's hand
draft      expire        system             expired

# staff ask for more only about what has been submitted, and only the applicant answers
submitted  ask_more      staff              returned
returned   answer        applicant          submitted
# staff decide, also while an answer is awaited
submitted  grant         staff              ordered
returned   grant         staff              ordered
submitted  reject        staff              rejected
returned   reject        staff              rejected

# only the expert takes or leaves an order; staff cannot do it for them
ordered    accept        expert             agreed
ordered    decline       expert             choosing
# after a refusal the organisation chooses again, and the order goes out at once
choosing   choose        applicant          ordered

# an agreed day is moved or cancelled by the expert or the office, reported by the expert only
agreed     move          expert,staff       =
agreed     cancel        expert,staff       cancelled
agreed     report        expert             held
# those who took part rate what has been held
held       give_feedback participant        =

# an applicant may withdraw until the day is held, never after
submitted  withdraw      applicant          withdrawn
returned   withdraw      applicant          withdrawn
ordered    withdraw      applicant          withdrawn
choosing   withdraw      applicant          withdrawn
agreed     withdraw      applicant          withdrawn

# where somebody outside has to act, the clock reminds, then calls the office to call
returned   remind        system             =
ordered    remind        system             =
choosing   remind        system             =
agreed     remind        system             =
returned   escalate      system             =
ordered    escalate      system             =
choosing   escalate      system             =
agreed     escalate      system             =
returned   called        staff              =
ordered    called        staff              =
choosing   called        staff              =
agreed     called        staff              =

# whoever has an old link gets a fresh one, as long as there is something to see
submitted  request_link  applicant,expert   =
returned   request_link  applicant,expert   =
ordered    request_link  applicant,expert   =
choosing   request_link  applicant,expert   =
agreed     request_link  applicant,expert   =
held       request_link  applicant,expert   =
cancelled  request_link  applicant,expert   =
rejected   request_link  applicant,expert   =
withdrawn  request_link  applicant,expert   =

# the watchdog gives back days of a grant that came to nothing; a decision is never touched
submitted  release_days  system             =
returned   release_days  system             =
"""

ROUND_RULES = """
# rounds are the manager's; the clock opens and closes them on time
new      plan    manager          planned
planned  edit    manager          =
planned  open    manager,system   open
planned  cancel  manager          cancelled
# an open round can still be edited, but not cancelled: people have applied
open     edit    manager          =
open     close   manager,system   closed
# closed and cancelled rounds stay as they are
"""

THEME_RULES = """
new      add      manager  active
active   edit     manager  =
retired  edit     manager  =
active   retire   manager  retired
retired  restore  manager  active
"""

TABLES = ((SPARRING, SPARRING_RULES), (ROUND, ROUND_RULES), (THEME, THEME_RULES))


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


@pytest.mark.parametrize(
    ("workflow", "rules", "action"),
    [
        pytest.param(workflow, read_rules(text), action, id=f"{workflow.name}: {action}")
        for workflow, text in TABLES
        for action in workflow.actions
    ],
)
def test_every_state_and_role_gets_what_the_rules_say(workflow, rules, action):
    everywhere = [(state, role) for state in (NEW, *workflow.states) for role in Role]

    outcome = {case: actual(workflow, action, *case) for case in everywhere}

    assert outcome == {case: expected(rules, action, *case) for case in everywhere}


@pytest.mark.parametrize(("workflow", "text"), TABLES, ids=lambda each: getattr(each, "name", ""))
def test_the_rules_and_the_table_name_the_same_actions(workflow, text):
    assert {action for _state, action in read_rules(text)} == set(workflow.actions)


@pytest.mark.parametrize(("workflow", "text"), TABLES, ids=lambda each: getattr(each, "name", ""))
def test_buttons_are_what_the_rules_offer(workflow, text):
    rules = read_rules(text)
    for state in workflow.states:
        for role in Role:
            offered = {row.action for row in workflow.open_to(state, [role])}
            assert offered == {
                action for (at, action), (who, _) in rules.items() if at == state and role in who
            }


def test_an_auditor_is_offered_nothing():
    for workflow, _rules in TABLES:
        for state in workflow.states:
            assert workflow.open_to(state, [Role.AUDITOR]) == []

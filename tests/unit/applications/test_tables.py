"""Every action in every state by every role, against what the rules of the programme say."""

import pytest

from services.applications.workflow import ROUND, SPARRING, THEME
from shared.roles import Role
from tests.support.tables import (
    every_action,
    offered,
    offered_by,
    outcomes,
    outcomes_by,
    read_rules,
)

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

# a mail about it that did not arrive is the office's work, and its address can be corrected
submitted  mail_failed  system  =
returned   mail_failed  system  =
ordered    mail_failed  system  =
choosing   mail_failed  system  =
agreed     mail_failed  system  =
held       mail_failed  system  =
cancelled  mail_failed  system  =
rejected   mail_failed  system  =
withdrawn  mail_failed  system  =
submitted  mail_settled  system  =
returned   mail_settled  system  =
ordered    mail_settled  system  =
choosing   mail_settled  system  =
agreed     mail_settled  system  =
held       mail_settled  system  =
cancelled  mail_settled  system  =
rejected   mail_settled  system  =
withdrawn  mail_settled  system  =
submitted  correct_address  system  =
returned   correct_address  system  =
ordered    correct_address  system  =
choosing   correct_address  system  =
agreed     correct_address  system  =
held       correct_address  system  =
cancelled  correct_address  system  =
rejected   correct_address  system  =
withdrawn  correct_address  system  =

# nobody is late with an answer to a mail that has only now left the office
returned   count_anew  system  =
ordered    count_anew  system  =
choosing   count_anew  system  =
agreed     count_anew  system  =
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


@pytest.mark.parametrize(("workflow", "rules", "action"), every_action(TABLES))
def test_every_state_and_role_gets_what_the_rules_say(workflow, rules, action):
    assert outcomes(workflow, action) == outcomes_by(rules, workflow, action)


@pytest.mark.parametrize(("workflow", "text"), TABLES, ids=lambda each: getattr(each, "name", ""))
def test_the_rules_and_the_table_name_the_same_actions(workflow, text):
    assert {action for _state, action in read_rules(text)} == set(workflow.actions)


@pytest.mark.parametrize(("workflow", "text"), TABLES, ids=lambda each: getattr(each, "name", ""))
def test_buttons_are_what_the_rules_offer(workflow, text):
    rules = read_rules(text)
    for state in workflow.states:
        for role in Role:
            assert offered(workflow, state, role) == offered_by(rules, state, role)


def test_an_auditor_is_offered_nothing():
    for workflow, _rules in TABLES:
        for state in workflow.states:
            assert workflow.open_to(state, [Role.AUDITOR]) == []

"""Every action of the marketplace in every state by every role, against its rules."""

import pytest

from services.deeds.workflow import AWARD, COLLECTION, DEED, IMPORT, PARTNER, TIP
from shared.roles import Role
from tests.support.tables import (
    every_action,
    offered,
    offered_by,
    outcomes,
    outcomes_by,
    read_rules,
)

DEED_RULES = """
# an author fills in a draft in peace, and may ask the office to help with the words
new               start           author         draft
draft             save            author         =
draft             keep            author         =
draft             ask_help        author         =
draft             help            staff          =
# somebody tipped the office: the invited people's draft is made by the machine
new               invite          system         draft
# nobody's draft or unconfirmed deed is kept for ever
draft             expire          system         expired
unconfirmed       expire          system         expired

# nothing reaches the office before the author's address is confirmed
draft             send            author         unconfirmed
unconfirmed       confirm         author         submitted

# the office checks every deed before anybody reads it
submitted         ask_more        staff          returned
returned          answer          author         submitted
submitted         publish         staff          published
submitted         decline         staff          declined
returned          decline         staff          declined
submitted         correct         staff          =
change_submitted  correct         staff          =
published         correct         staff          =

# an update is checked too; the old version stays public until the new one is
published         change          author         changing
changing          save            author         =
changing          send_change     author         change_submitted
changing          discard         author,system  published
change_returned   discard         author,system  published
change_submitted  discard         author         published
change_submitted  ask_more        staff          change_returned
change_returned   answer          author         change_submitted
change_submitted  publish         staff          published
change_submitted  decline_change  staff          published
change_returned   decline_change  staff          published

# the author asks for taking down, the office does it; the office may do it unasked
published         ask_down        author         leaving
changing          ask_down        author         leaving
change_submitted  ask_down        author         leaving
change_returned   ask_down        author         leaving
leaving           keep_up         staff          published
published         take_down       staff          taken_down
changing          take_down       staff          taken_down
change_submitted  take_down       staff          taken_down
change_returned   take_down       staff          taken_down
leaving           take_down       staff          taken_down
taken_down        restore         staff          published

# doubles are joined to the one that is kept, which notes it first and must be public
published         take_in         staff          =
changing          take_in         staff          =
change_submitted  take_in         staff          =
change_returned   take_in         staff          =
leaving           take_in         staff          =
submitted         merge           staff          merged
returned          merge           staff          merged
published         merge           staff          merged
changing          merge           staff          merged
change_submitted  merge           staff          merged
change_returned   merge           staff          merged
leaving           merge           staff          merged

# before it is public, the author may take it back
unconfirmed       withdraw        author         withdrawn
submitted         withdraw        author         withdrawn
returned          withdraw        author         withdrawn

# the clock reminds whom the deed waits for
unconfirmed       remind          system         =
returned          remind          system         =
change_returned   remind          system         =

# an older catalogue comes in as published
new               import          staff,system   published

# whoever has an old link gets a fresh one, as long as there is something to see
unconfirmed       request_link    author         =
submitted         request_link    author         =
returned          request_link    author         =
published         request_link    author         =
changing          request_link    author         =
change_submitted  request_link    author         =
change_returned   request_link    author         =
leaving           request_link    author         =
taken_down        request_link    author         =
declined          request_link    author         =
merged            request_link    author         =
withdrawn         request_link    author         =

# a mail about it that did not arrive is the office's work, and its address can be corrected
unconfirmed       mail_failed  system  =
submitted         mail_failed  system  =
returned          mail_failed  system  =
published         mail_failed  system  =
changing          mail_failed  system  =
change_submitted  mail_failed  system  =
change_returned   mail_failed  system  =
leaving           mail_failed  system  =
taken_down        mail_failed  system  =
declined          mail_failed  system  =
merged            mail_failed  system  =
withdrawn         mail_failed  system  =
unconfirmed       mail_settled  system  =
submitted         mail_settled  system  =
returned          mail_settled  system  =
published         mail_settled  system  =
changing          mail_settled  system  =
change_submitted  mail_settled  system  =
change_returned   mail_settled  system  =
leaving           mail_settled  system  =
taken_down        mail_settled  system  =
declined          mail_settled  system  =
merged            mail_settled  system  =
withdrawn         mail_settled  system  =
unconfirmed       correct_address  system  =
submitted         correct_address  system  =
returned          correct_address  system  =
published         correct_address  system  =
changing          correct_address  system  =
change_submitted  correct_address  system  =
change_returned   correct_address  system  =
leaving           correct_address  system  =
taken_down        correct_address  system  =
declined          correct_address  system  =
merged            correct_address  system  =
withdrawn         correct_address  system  =
# nobody is late with an answer to a mail that has only now left the office
unconfirmed       count_anew  system  =
returned          count_anew  system  =
change_returned   count_anew  system  =
"""

TIP_RULES = """
# anybody tips; the office invites those who did it, once and again
new        tip           reader  received
received   invite        staff   invited
invited    invite_again  staff   =
# without an answer somebody calls
invited    escalate      system  =
invited    called        staff   =
# their deed has arrived
invited    follow        system  followed
received   dismiss       staff   dismissed
invited    dismiss       staff   dismissed
# a mail about it that did not arrive is the office's work, and its address can be corrected
received   mail_failed  system  =
invited    mail_failed  system  =
followed   mail_failed  system  =
dismissed  mail_failed  system  =
received   mail_settled  system  =
invited    mail_settled  system  =
followed   mail_settled  system  =
dismissed  mail_settled  system  =
received   correct_address  system  =
invited    correct_address  system  =
followed   correct_address  system  =
dismissed  correct_address  system  =
# nobody is called about an invitation that has only now left the office
invited    count_anew  system  =
"""

PARTNER_RULES = """
# announced by anybody, once their address is confirmed and the office has looked
new          announce      author               unconfirmed
unconfirmed  expire        system               expired
unconfirmed  confirm       author               submitted
submitted    correct       staff                =
open         correct       staff                =
submitted    publish       staff                open
submitted    decline       staff                declined
# readers answer only what is open
open         answer        reader               =
open         prolong       author               =
open         end           author,staff,system  ended
# whoever has an old link gets a fresh one
unconfirmed  request_link  author               =
submitted    request_link  author               =
open         request_link  author               =
ended        request_link  author               =
declined     request_link  author               =
# a mail about it that did not arrive is the office's work, and its address can be corrected
unconfirmed  mail_failed  system  =
submitted    mail_failed  system  =
open         mail_failed  system  =
ended        mail_failed  system  =
declined     mail_failed  system  =
unconfirmed  mail_settled  system  =
submitted    mail_settled  system  =
open         mail_settled  system  =
ended        mail_settled  system  =
declined     mail_settled  system  =
unconfirmed  correct_address  system  =
submitted    correct_address  system  =
open         correct_address  system  =
ended        correct_address  system  =
declined     correct_address  system  =
"""

COLLECTION_RULES = """
new      create   staff  hidden
hidden   edit     staff  =
shown    edit     staff  =
hidden   pick     staff  =
shown    pick     staff  =
hidden   drop     staff  =
shown    drop     staff  =
hidden   arrange  staff  =
shown    arrange  staff  =
hidden   show     staff  shown
shown    hide     staff  hidden
hidden   retire   staff  retired
shown    retire   staff  retired
retired  restore  staff  hidden
"""

AWARD_RULES = """
new          plan          staff         planned
planned      edit          staff         =
planned      nominate      staff         =
judging      nominate      staff         =
planned      drop          staff         =
judging      drop          staff         =
# before the judging jurors are named, during it they are invited at once
planned      name_juror    staff         =
judging      invite_juror  staff         =
planned      remove_juror  staff         =
judging      remove_juror  staff         =
planned      open          staff         judging
# only jurors score, only while the judging is on
judging      score         juror         =
judging      remind        staff,system  =
judging      shortlist     staff         shortlisted
shortlisted  reopen        staff         judging
shortlisted  choose        staff         =
shortlisted  decide        staff         decided
# what is decided stays
planned      cancel        staff         cancelled
judging      cancel        staff         cancelled
shortlisted  cancel        staff         cancelled
judging      request_link  juror         =
shortlisted  request_link  juror         =
decided      request_link  juror         =
# a mail about it that did not arrive is the office's work, and its address can be corrected
planned      mail_failed  system  =
judging      mail_failed  system  =
shortlisted  mail_failed  system  =
decided      mail_failed  system  =
cancelled    mail_failed  system  =
planned      mail_settled  system  =
judging      mail_settled  system  =
shortlisted  mail_settled  system  =
decided      mail_settled  system  =
cancelled    mail_settled  system  =
planned      correct_address  system  =
judging      correct_address  system  =
shortlisted  correct_address  system  =
decided      correct_address  system  =
cancelled    correct_address  system  =
# the jury is not late with what has only now left the office
judging      count_anew  system  =
"""

IMPORT_RULES = """
# an import makes hundreds of public deeds: the manager's
new      check   manager  checked
checked  begin   manager  running
checked  stop    manager  stopped
running  stop    manager  stopped
stopped  resume  manager  running
running  finish  system   done
"""

TABLES = (
    (DEED, DEED_RULES),
    (TIP, TIP_RULES),
    (PARTNER, PARTNER_RULES),
    (COLLECTION, COLLECTION_RULES),
    (AWARD, AWARD_RULES),
    (IMPORT, IMPORT_RULES),
)


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

"""Every action on a bulletin in every state by every role, against its rules."""

import pytest

from services.notifications.documents import Bulletin
from services.notifications.workflow import BULLETIN
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from tests.support.tables import (
    every_action,
    offered,
    offered_by,
    outcomes,
    outcomes_by,
    read_rules,
)

RULES = """
# the office writes, tries it on itself, and sends
new        start         staff   draft
draft      save          staff   =
draft      test          staff   =
draft      send          staff   sending
# what is on its way can be stopped, and go on
sending    pause         staff   paused
paused     resume        staff   sending
# nobody gets it again by itself: only when somebody says so
sending    send_unclear  staff   =
sent       send_unclear  staff   sending
# the machine alone knows when nobody waits any more
sending    finish        system  sent
# what somebody has got cannot be called back; the others get nothing
draft      cancel        staff   cancelled
paused     cancel        staff   cancelled
"""


@pytest.mark.parametrize(("workflow", "rules", "action"), every_action([(BULLETIN, RULES)]))
def test_every_action_in_every_state_by_every_role(workflow, rules, action):
    assert outcomes(workflow, action) == outcomes_by(rules, workflow, action)


@pytest.mark.parametrize("state", BULLETIN.states)
def test_the_buttons_are_those_of_the_rules(state):
    rules = read_rules(RULES)
    for role in Role:
        assert offered(BULLETIN, state, role) == offered_by(rules, state, role)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": {"fi": ""}}, "no_words"),
        ({"text": {"sv": "Hej"}}, "no_words"),
        ({"audience": 0}, "nobody"),
    ],
)
def test_nothing_is_sent_without_finnish_words_or_to_nobody(changes, reason):
    said = {"title": {"fi": "Kirje"}, "text": {"fi": "Hei"}, "audience": 3} | changes
    guard = BULLETIN.find("send", "draft").guard
    with pytest.raises(TransitionNotAllowed) as refusal:
        guard(Bulletin(kind="newsletter", **said), None)
    assert refusal.value.reason == reason

"""All that happens to a deed has a name, and every step of the office a page."""

from services.deeds.staff.review.steps import STEPS
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from services.deeds.workflow import DEED
from shared.roles import Role

# the office imports whole catalogues, on a page of their own; a merge takes in what it joins
WITHIN_ANOTHER = {"import", "take_in"}


def test_every_action_has_a_name():
    assert set(DEED.actions) == set(words.ACTIONS)


def test_every_state_and_task_has_a_name():
    assert set(DEED.states) == set(deed_words.STATES)
    assert {task.name for row in DEED.rows for task in row.opens} == set(words.TASKS)


def test_every_step_of_the_office_has_its_page_and_nothing_else_has():
    office = {row.action for row in DEED.rows if Role.STAFF in row.roles}
    assert {step.action for step in STEPS} == office - WITHIN_ANOTHER

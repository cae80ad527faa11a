"""Whatever a table can come to has words: a page never shows an id."""

import re
from pathlib import Path

import pytest

from services.applications import words
from services.applications.handlers.decisions import SECTION_FIELDS
from services.applications.handlers.queue import SEEN_STATES, TABS
from services.applications.staff import wording
from services.applications.staff.steps import STEPS
from services.applications.workflow import ROUND, SPARRING, THEME
from shared.roles import Role
from shared.workflow.drawing import page

TABLES = (SPARRING, ROUND, THEME)
SERVICE = Path(words.__file__).parent


@pytest.mark.parametrize("workflow", TABLES, ids=lambda workflow: workflow.name)
def test_every_state_action_and_task_has_a_name(workflow):
    tasks = {task.name for row in workflow.rows for task in row.opens}

    assert set(workflow.states) <= set(words.STATES)
    assert set(workflow.actions) <= set(words.ACTIONS)
    assert tasks <= set(words.TASKS)


@pytest.mark.parametrize("workflow", TABLES, ids=lambda workflow: workflow.name)
def test_the_drawing_shows_every_state(workflow):
    drawn = page(workflow)

    assert [state for state in workflow.states if not re.search(rf"\b{state}\b", drawn)] == []


# roles of the marketplace: nobody of them acts on an application
OTHERS = {Role.AUTHOR.value, Role.READER.value, Role.JUROR.value}


def test_every_role_has_a_name():
    assert set(words.ROLES) == {role.value for role in Role} - OTHERS


def test_every_reason_for_a_refusal_has_words():
    code = "\n".join(
        path.read_text() for path in (SERVICE / "workflow.py", *(SERVICE / "handlers").glob("*.py"))
    )
    reasons = re.findall(r'TransitionNotAllowed\([^)]*"(\w+)"\)', code)

    assert {"cooperation", "past_date", "round_closed"} <= set(reasons)
    assert set(reasons) | {"budget", "organisation_limit", "limit"} <= set(words.REASONS)


def test_every_stored_answer_has_a_name_in_the_history():
    fields = {name for names in SECTION_FIELDS.values() for name in names}

    assert fields == set(wording.FIELDS)


def test_every_tab_has_a_name_and_every_state_one_tab():
    assert list(wording.TABS) == list(TABS)
    across = ("todo", "mails", "all")  # whatever the state
    in_tabs = [state for tab, states in TABS.items() if tab not in across for state in states]
    assert sorted(in_tabs) == sorted(SEEN_STATES)


def test_every_step_of_the_office_has_its_page():
    of_the_office = {row.action for row in SPARRING.rows if Role.STAFF in row.roles}

    assert {step.action for step in STEPS} == of_the_office

"""A row that forgets: what is left of a person afterwards. Nothing is stored here."""

from datetime import UTC, datetime

import pytest
from mongoengine import DictField, ListField, StringField

from shared import ambient
from shared.contracts.themes import ThemeChanged
from shared.roles import Role
from shared.workflow.case import Case
from shared.workflow.perform import plan
from shared.workflow.table import NEW, Actor, Workflow, row

READER = Actor(Role.READER)
NAMES = dict.fromkeys(("fi", "sv", "en"), "Kaisa")

GUEST = Workflow(
    "guest",
    ("here", "gone"),
    (
        row("come", NEW, "here", Role.READER, ThemeChanged),
        row("greet", "here", None, Role.READER),
        row("go", "here", "gone", Role.READER, forgets=("name", "wishes", "card")),
        row("go_with_word", "here", "gone", Role.READER, ThemeChanged, forgets=("name",)),
    ),
)


class Guest(Case):
    meta = {"db_alias": "proposals", "collection": "guests"}
    workflow = GUEST
    service = "proposals"

    name = StringField(default="")
    wishes = ListField(StringField())
    card = DictField()
    room = StringField(default="")

    def facts(self):
        return {"id": self.id, "names": NAMES, "active": True, "place": 1}


@pytest.fixture(autouse=True)
def clock():
    with ambient.use(ambient.FixedSource(datetime(2027, 3, 15, tzinfo=UTC))) as source:
        yield source


def step(case, action, **sets):
    return plan(case, action, READER, sets, {}, {"said": "Kaisa"} if action == "greet" else {})


@pytest.fixture
def guest():
    named = Guest(name="Kaisa", wishes=["Kaisa's wish"], card={"of": "Kaisa"}, room="12")
    return step(step(named, "come").after, "greet").after


def test_the_named_fields_become_as_in_a_new_case_and_others_stay(guest):
    gone = step(guest, "go").after
    assert (gone.name, gone.wishes, gone.card, gone.room) == ("", [], {}, "12")


def test_the_history_keeps_that_steps_happened_and_not_what_they_said(guest):
    gone = step(guest, "go").after
    assert [entry["action"] for entry in gone.history] == ["come", "greet", "go"]
    assert [entry["id"] for entry in gone.history[:2]] == [entry["id"] for entry in guest.history]
    assert "Kaisa" not in str(gone.to_mongo().to_dict())
    assert "Kaisa" in str(guest.to_mongo().to_dict())


def test_what_was_not_told_yet_is_told_no_more_but_the_step_itself_is(guest):
    assert len(guest.outbox) == 1
    assert step(guest, "go").after.outbox == []
    gone = step(guest, "go_with_word").after
    assert [entry["id"] for entry in gone.outbox] == [gone.history[-1]["id"]]


def test_the_write_says_what_the_planned_case_says(guest):
    planned = step(guest, "go")
    assert planned.update.keys() == {"$set"}
    stored = {**guest.to_mongo().to_dict(), **planned.update["$set"]}
    assert stored == planned.after.to_mongo().to_dict()


def test_a_row_that_forgets_nothing_adds_to_the_history(guest):
    assert step(guest, "greet").update["$push"].keys() == {"history"}

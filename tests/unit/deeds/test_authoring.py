"""What authors are asked and told after sending: nothing without words, nothing out of order."""

import pytest

from services.deeds.documents.deed import SECTIONS
from services.deeds.forms.authoring import answer_schema, change_schema, questions
from services.deeds.handlers.authoring import differing
from services.deeds.words import authoring as words
from services.deeds.workflow import DEED
from shared.roles import Role
from shared.web.fresh_link import masked

PICTURE = {"id": "p1", "alt": "Tiimi"}
OTHER = {"id": "p2", "alt": "Taulu"}


def test_every_state_and_step_has_words():
    assert set(words.STANDING) == set(words.NEXT) == set(DEED.states)
    assert set(words.STEPS) <= set(DEED.actions)


def test_the_author_is_told_of_each_step_that_tells_the_author_something():
    told = {row.action for row in DEED.rows if row.event and Role.AUTHOR in row.event.tells}

    # mails that only carry a link, and the import, which mails nobody
    assert told - set(words.STEPS) == {"keep", "remind", "request_link"}


@pytest.mark.parametrize("section", SECTIONS)
def test_an_answer_asks_its_section_and_nothing_else(section):
    asked = [name.split(".")[0] for name in questions(section)]

    assert set(answer_schema([section], []).fields) - {"picture"} == {*asked, "answer"}


def test_the_address_is_asked_in_no_form_of_the_author():
    assert "contact.name" in questions("contact")
    assert "contact.email" not in questions("contact")


def test_an_update_asks_in_the_order_of_the_page():
    names = list(change_schema([PICTURE]).fields)

    assert names[0] == "title"
    assert names.index("advice") < names.index("organisation") < names.index("links")
    assert names.index("links") < names.index("contact")
    assert names[-2:] == ["alt_p1", "picture"]


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        ({"title": "A"}, {"title": "A"}, []),
        ({"title": "A"}, {"title": "B"}, ["title"]),
        ({"themes": ["x", "y"]}, {"themes": ["y", "x"]}, []),
        ({"themes": ["x"]}, {"themes": ["y", "x"]}, ["themes"]),
        (
            {"pictures": [{"id": "1"}, {"id": "2"}]},
            {"pictures": [{"id": "2"}, {"id": "1"}]},
            ["pictures"],
        ),
        ({}, {"title": "A"}, ["title"]),
    ],
)
def test_what_is_chosen_from_a_list_is_the_same_in_any_order_but_pictures_are_not(
    one, other, names
):
    assert differing(("title", "themes", "pictures"), one, other) == names


def test_an_address_is_shown_so_that_only_its_owner_knows_it():
    assert masked("kaisa@kemi.example") == "k…@kemi.example"

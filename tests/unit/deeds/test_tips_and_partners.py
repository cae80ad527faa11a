"""Rules and words of tips and partner searches, without a store."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from services.deeds.staff.tips import shortened
from services.deeds.words import partners as partner_words
from services.deeds.words import tips as tip_words
from services.deeds.workflow.partner import ANSWERS_AT_MOST, PARTNER, can_be_answered
from services.deeds.workflow.tip import TIP
from shared.errors import TransitionNotAllowed

NOW = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)


def search_with(answers, ends_on="2027-03-15"):
    return SimpleNamespace(answers=answers, ends_on=ends_on, state="open")


def answers_from(*emails, ago=timedelta()):
    return [{"email": email, "at": NOW - ago} for email in emails]


ALL_DIFFERENT = [f"a{number}@x.example" for number in range(ANSWERS_AT_MOST + 1)]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (answers_from("a@x.example"), ""),
        (answers_from(*["a@x.example"] * 3), ""),
        # letters of an address may be written large or small: it is one sender
        (answers_from("a@x.example", "A@x.example", "a@X.example", "a@x.example"), "too_many"),
        (answers_from(*["a@x.example"] * 3, "b@x.example"), ""),
        (answers_from(*ALL_DIFFERENT[:20]), ""),
        (answers_from(*ALL_DIFFERENT[:21]), "too_many"),
        # an hour later the flood is over
        (answers_from(*ALL_DIFFERENT[:21], ago=timedelta(hours=1)), ""),
        (answers_from(*ALL_DIFFERENT, ago=timedelta(days=9)), "too_many"),
    ],
)
def test_an_announcement_takes_so_many_answers(answers, reason):
    assert refusal(search_with(answers)) == reason


def test_an_announcement_is_answered_until_its_last_day_in_finland():
    assert refusal(search_with(answers_from("a@x.example"))) == ""
    assert refusal(search_with(answers_from("a@x.example"), "2027-03-14")) == "past_date"


def refusal(search):
    try:
        can_be_answered(search, NOW)
    except TransitionNotAllowed as error:
        return error.reason
    return ""


@pytest.mark.parametrize(
    ("about", "title"),
    [
        ("Karttapalvelu. Siihen merkitään paikat.", "Karttapalvelu"),
        ("Karttapalvelu\nSiihen merkitään", "Karttapalvelu"),
        ("Mitä jos kokeilisimme? Kokeilimme.", "Mitä jos kokeilisimme"),
        ("x" * 200, "x" * 120),
        ("sana " * 40, ("sana " * 24).strip()),
    ],
)
def test_a_name_is_proposed_from_the_first_sentence_of_a_tip(about, title):
    assert shortened(about) == title


@pytest.mark.parametrize(("table", "said"), [(TIP, tip_words), (PARTNER, partner_words)])
def test_every_state_step_and_task_has_its_words(table, said):
    assert set(said.STATES) == set(table.states)
    assert set(said.ACTIONS) == set(table.actions)
    assert set(said.TASKS) == {task.name for row in table.rows for task in row.opens}


def test_every_standing_is_told_to_the_author():
    assert set(partner_words.STANDING) == set(PARTNER.states)

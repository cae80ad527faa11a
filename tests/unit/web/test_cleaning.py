"""Text from outside, made safe in little time."""

import time
import unicodedata

import pytest

from shared.web.cleaning import clean_line, clean_text
from shared.web.fields import Text
from shared.web.forms import FormSchema

PILE = "\u0315\u0300"  # out of order: to sort a long pile takes the square of its length


class Asked(FormSchema):
    text = Text(max=3000, metadata={"label": "Text", "widget": "textarea"})


@pytest.mark.parametrize("tall", ["a" + PILE * 200_000, "\u0f73" * 200_000, "a\u0344" * 200_000])
def test_piles_of_marks_cost_no_more_than_other_letters(tall):
    started = time.process_time()
    clean_text(tall)
    assert time.process_time() - started < 1


def test_of_a_pile_of_marks_thirty_are_kept_and_the_text_goes_on():
    assert clean_line("a" + PILE * 100 + "b") == unicodedata.normalize("NFC", "a" + PILE * 15 + "b")


@pytest.mark.parametrize(
    "text",
    ["Ääkköset ovat täällä", "—" * 60, "👩\u200d⚕️" * 20, "ক্ষ্ম" * 30, "नमस्ते", "e\u0301\u0323"],
)
def test_what_people_write_stays_as_it_is(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_text_that_is_many_times_too_long_is_refused_before_it_is_looked_at():
    errors = Asked().validate({"text": "a" + " " * 2_000_000})
    assert errors["text"][0].startswith("“Text” can have at most")
    assert not Asked().validate({"text": "a" + " " * 50_000})

"""What may be typed into each kind of question, and what we make of it."""

from datetime import date

import pytest
from marshmallow import ValidationError

from shared.web.fields import (
    BusinessId,
    Choice,
    Choices,
    ClockTime,
    Count,
    Email,
    FinnishDate,
    Phone,
    Text,
    Tick,
    WebAddress,
)
from shared.web.forms import FormSchema

ROWS = {"choices": [("1", "One day"), ("2", "Two days")]}


def load(field, value):
    schema = FormSchema.from_dict({"answer": field})()
    return schema.load({"answer": value})["answer"]


def message(app, field, value, language="en"):
    with (
        app.test_request_context(f"/?lang={language}"),
        pytest.raises(ValidationError) as caught,
    ):
        load(field, value)
    return str(caught.value.messages_dict["answer"][0])


@pytest.mark.parametrize(
    ("field", "typed", "loaded"),
    [
        (Text(), "  Porvoon \t kaupunki\n", "Porvoon kaupunki"),
        (Text(), "a\x00b\x07c\ud800d\u202ee", "abcde"),
        (Text(), "👩‍👩‍👧 <b>ä</b>", "👩‍👩‍👧 <b>ä</b>"),
        (Text(), "a\u0308", "ä"),
        (Text(metadata={"widget": "textarea"}), "one\r\ntwo  \r\rfour", "one\ntwo\n\nfour"),
        (Email(), " maija@porvoo.fi ", "maija@porvoo.fi"),
        (BusinessId(), "10615121", "1061512-1"),
        (BusinessId(), "1061512-1", "1061512-1"),
        (Phone(), "+358 (0)40 123-4567", "+358 (0)40 123-4567"),
        (WebAddress(), "https://porvoo.fi/a?b=1", "https://porvoo.fi/a?b=1"),
        (FinnishDate(), "14.3.2027", date(2027, 3, 14)),
        (FinnishDate(), "4. 3. 2027", date(2027, 3, 4)),
        (FinnishDate(), "2027-03-14", date(2027, 3, 14)),
        (ClockTime(), "9", "09:00"),
        (ClockTime(), "9.00", "09:00"),
        (ClockTime(), "23:59", "23:59"),
        (Count(), "1 500", 1500),
        (Count(), 7, 7),
        (Choice(metadata=ROWS), "2", "2"),
        (Choices(metadata=ROWS), ["2", "1", "2"], ["1", "2"]),
        (Tick(), "yes", True),
        (Tick(required=False), False, False),
    ],
)
def test_a_good_answer_is_read_whatever_way_people_write_it(field, typed, loaded):
    assert load(field, typed) == loaded


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Text(), 5),
        (Text(), ["a"]),
        (Text(), {"$ne": ""}),
        (Text(), " \t\n "),
        (Text(), "\x00\x01"),
        (Text(max=3), "four"),
        (Text(min=3), "ab"),
        (Email(), "maija@"),
        (Email(), "maija.meikäläinen@porvoo.fi"),
        (Email(), "maija@porvoo"),
        (Email(), "a@b.fi, c@d.fi"),
        (Email(), "a" * 250 + "@b.fi"),
        (BusinessId(), "1061512-2"),
        (BusinessId(), "1061512"),
        (BusinessId(), "１０６１５１２-1"),
        (Phone(), "call me"),
        (Phone(), "1234"),
        (Phone(), "1234567890123456"),
        (WebAddress(), "javascript:alert(1)//a.fi"),
        (WebAddress(), "http://[bad"),
        (WebAddress(), "porvoo.fi"),
        (FinnishDate(), "31.2.2027"),
        (FinnishDate(), "3/14/2027"),
        (FinnishDate(), "١٤.3.2027"),
        (FinnishDate(), "0.0.0000"),
        (FinnishDate(), 20270314),
        (FinnishDate(), "0001-01-01"),
        (FinnishDate(), "31.12.9999"),
        (ClockTime(), "24:00"),
        (ClockTime(), "9:60"),
        (ClockTime(), 9),
        (Count(), "-1"),
        (Count(), "1.5"),
        (Count(), 1.5),
        (Count(), True),
        (Count(), "9" * 5000),
        (Count(max=2), 3),
        (Choice(metadata=ROWS), "3"),
        (Choice(metadata=ROWS), 2),
        (Choices(metadata=ROWS), []),
        (Choices(metadata=ROWS), ["1", "3"]),
        (Choices(metadata=ROWS), "1"),
        (Choices(metadata=ROWS), [{"a": 1}]),
        (Tick(required=True), False),
        (Tick(), "maybe"),
    ],
)
def test_a_wrong_answer_is_refused_with_one_message_of_words(app, field, typed):
    field.metadata.setdefault("label", "Question")
    words = message(app, field, typed)
    assert "Question" in words
    assert "{" not in words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "“Title” can have at most 1 000 characters. Now there are 1 200"),
        ("fi", "Kohdassa ”Title” voi olla enintään 1 000 merkkiä. Nyt niitä on 1 200"),
        ("sv", "”Title” kan ha högst 1 000 tecken. Nu är de 1 200"),
    ],
)
def test_a_text_that_is_too_long_says_by_how_much_in_each_language(app, language, words):
    field = Text(max=1000, metadata={"label": "Title"})
    assert message(app, field, "x" * 1200, language).replace("\u00a0", " ") == words


def test_a_label_with_braces_is_shown_as_it_is(app):
    field = Text(max=1, metadata={"label": "{0} {max}"})
    assert message(app, field, "ab").startswith("“{0} {max}” can have")


@pytest.mark.parametrize("nothing", ["", "   ", None])
def test_nothing_is_a_missing_answer_to_a_required_question(app, nothing):
    assert message(app, Text(metadata={"label": "Unit"}), nothing) == "Fill in “Unit”"


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        (Text(metadata={"optional": True}), ""),
        (Text(required=False), ""),
        (FinnishDate(metadata={"optional": True}), None),
        (Count(load_default=0), 0),
        (Choices(metadata={**ROWS, "optional": True}), []),
        (Tick(required=False), False),
    ],
)
def test_an_optional_question_left_open_gives_its_empty_value(field, empty):
    assert load(field, "") == empty


def test_a_date_outside_its_limits_names_the_limit(app):
    field = FinnishDate(latest=date(2027, 6, 30), metadata={"label": "Day"})
    assert message(app, field, "1.7.2027", "fi") == "”Day” voi olla viimeistään 30.6.2027"


def test_choices_may_be_read_at_the_moment_of_the_answer():
    rows = [("a", "A")]
    field = Choice(metadata={"label": "Expert", "choices": lambda: rows})
    rows.append(("b", "B"))
    assert load(field, "b") == "b"

"""The adapter between a schema and a page: errors by field, what was typed, what is stored."""

from datetime import date
from types import SimpleNamespace

import pytest
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from shared.web.forms import Form, parse
from tests.unit.web.questions import GOOD, Application, posted


@pytest.fixture
def in_request(app):
    with app.test_request_context("/?lang=en"):
        yield


def test_a_good_form_is_loaded_as_the_api_would_load_it(in_request):
    form = parse(Application, MultiDict(posted()))
    assert form.ok
    assert form.data == {
        "organisation": "Porvoon kaupunki",
        "business_id": "1061512-1",
        "email": "maija@porvoo.fi",
        "phone": "",
        "site": "",
        "form_of_day": "remote",
        "themes": ["a", "c"],
        "day": date(2027, 3, 14),
        "starts": "",
        "need": "",
        "participants": {"management": 3, "personnel": None},
        "consent": True,
    }


def test_every_wrong_field_has_its_own_message_and_keeps_what_was_typed(in_request):
    typed = posted(
        business_id="1061512-2",
        email="maija@",
        day="1.1.2020",
        themes=["a", "zz"],
        consent=None,
        **{"participants.management": "many"},
    )
    form = parse(Application, MultiDict(typed))
    assert sorted(form.errors) == [
        "business_id",
        "consent",
        "day",
        "email",
        "participants.management",
        "themes",
    ]
    assert form.errors["participants.management"] == ["Write “Management” as a whole number"]
    assert form["email"].value == "maija@"
    assert form["themes"].chosen == ("a", "zz")
    assert form["participants.management"].value == "many"


def test_problems_come_in_the_order_of_the_page_with_the_id_to_go_to(in_request):
    form = parse(Application, MultiDict(posted(organisation="", consent=None)))
    assert form.problems == [
        ("Fill in “Organisation”", "field-organisation"),
        ("Tick “Consent” to go on", "field-consent"),
    ]


def test_a_rule_over_several_fields_stays_in_the_summary_when_it_has_no_field(in_request):
    typed = posted(**{"participants.management": "0", "participants.personnel": "4"})
    form = parse(Application, MultiDict(typed))
    assert form.problems == [("This is needed.", "")]


def test_an_empty_post_asks_for_every_required_answer(in_request):
    form = parse(Application, MultiDict())
    assert len(form.errors) == 8
    assert form["organisation"].value == ""


def test_fields_that_the_form_does_not_have_are_left_out_of_a_post(in_request):
    form = parse(Application, MultiDict(posted(is_admin="1", csrf_token="x")))
    assert form.ok
    assert "is_admin" not in form.data


def test_the_same_schema_refuses_unknown_fields_in_json(in_request):
    with pytest.raises(ValidationError) as caught:
        Application().load({"is_admin": True})
    assert [str(text) for text in caught.value.messages_dict["is_admin"]] == ["Unknown field."]


@pytest.mark.parametrize("body", [None, [], "text", 5])
def test_json_that_is_no_object_is_refused_in_words(in_request, body):
    with pytest.raises(ValidationError) as caught:
        Application().load(body)
    assert str(caught.value.messages["_schema"][0]) == "Must be an object with named fields."


@pytest.mark.parametrize(
    "stored",
    [
        {"day": date(2027, 3, 4), "themes": ["b"], "participants": {"management": 2}},
        SimpleNamespace(
            day=date(2027, 3, 4), themes=["b"], participants=SimpleNamespace(management=2)
        ),
    ],
)
def test_a_stored_case_is_shown_as_a_person_would_type_it(in_request, stored):
    form = Form(Application, values=stored)
    assert form["day"].value == "4.3.2027"
    assert form["themes"].chosen == ("b",)
    assert form["participants.management"].value == "2"
    assert form["organisation"].value == ""
    assert form.ok


def test_errors_of_the_domain_are_shown_at_their_fields(in_request):
    form = parse(Application, MultiDict(posted())).add_errors({"day": ["The expert is away"]})
    assert not form.ok
    assert form["day"].errors == ("The expert is away",)


def test_choices_of_one_request_do_not_leak_into_the_next(in_request):
    own = {"form_of_day": [("moon", "On the moon")]}
    assert parse(Application, MultiDict(posted(form_of_day="moon")), choices=own).ok
    assert "form_of_day" in parse(Application, MultiDict(posted(form_of_day="moon"))).errors


def test_a_page_of_the_form_checks_only_its_own_questions(in_request):
    schema = Application(only=("organisation", "email"))
    form = parse(schema, MultiDict(posted()))
    assert form.data == {"organisation": "Porvoon kaupunki", "email": "maija@porvoo.fi"}


def test_hints_tell_the_limits(in_request):
    form = Form(Application)
    assert form["need"].hint == "At most 100 characters."
    assert form["day"].hint == "As day.month.year, for example 14.3.2027"
    assert form["email"].described_by == "field-email-hint"


HOSTILE = [
    "\x00",
    "<script>alert(1)</script>",
    "🎉" * 500,
    "\ud800",
    "x" * 200_000,
    "{0}%s%(a)s{{7*7}}",
]


@pytest.mark.parametrize("bait", HOSTILE)
def test_hostile_answers_to_every_question_give_a_page_with_nothing_run(client, bait):
    page = send(client, dict.fromkeys(GOOD, bait))
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "<script>alert" not in text
    assert ">49<" not in text and 'value="49"' not in text
    assert "\x00" not in text


@pytest.mark.parametrize(
    ("language", "title", "words"),
    [
        ("fi", "Virhe: Apply – Kunteko", "Täytä kohta ”Organisation”"),
        ("sv", "Fel: Apply – Kunteko", "Fyll i ”Organisation”"),
        ("en", "Error: Apply – Kunteko", "Fill in “Organisation”"),
    ],
)
def test_the_page_names_the_error_in_title_summary_and_field(client, language, title, words):
    text = send(client, posted(organisation=""), language).get_data(as_text=True)
    assert f"<title>{title}</title>" in text
    assert f'<a href="#field-organisation">{words}</a>' in text
    assert 'aria-describedby="field-organisation-error" aria-invalid="true"' in text
    assert text.index('id="error-summary"') < text.index("<h1>")
    assert 'value="maija@porvoo.fi"' in text


def send(client, answers, language="fi"):
    page = client.get(f"/form?lang={language}").get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    encoded = {
        key: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        for key, value in answers.items()
    }
    return client.post("/form", data={**encoded, "csrf_token": token})

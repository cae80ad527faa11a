"""The questions of a deed: what is taken in, what is refused, and how it is stored."""

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from services.deeds.documents import Deed
from services.deeds.documents.deed import CONTENT_FIELDS, SECTION_FIELDS
from services.deeds.forms import deed as forms
from services.deeds.forms.telling import QuickTestForm, quick_test_answers, quick_test_values
from shared.web.forms import Form, parse
from tests.integration.deeds.deedbook import content

THEMES = {"themes": [("wellbeing", "Työhyvinvointi"), ("processes", "Prosessit")]}
ROW = {"id": "a" * 32, "alt": "Tiimi", "width": 10, "height": 8}


@pytest.fixture(autouse=True)
def english():
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context(), force_locale("en"):
        yield


def typed(schema=forms.WholeForm, **changes):
    deed = Deed(language="sv", content=content())
    shown = Form(schema, forms.form_values(deed.content, deed), choices=THEMES).values
    return parse(schema, shown | changes, choices=THEMES)


def test_the_sections_ask_for_all_that_a_deed_holds_and_nothing_else():
    for section, names in SECTION_FIELDS.items():
        asked = set(forms.SECTION_FORMS[section]().fields)
        assert asked == set(names) - {"pictures"}


def test_what_is_stored_comes_back_from_the_form_as_it_was():
    form = typed()
    assert form.ok, form.errors
    assert forms.as_content(form.data, {}) == content()


def test_what_the_form_does_not_ask_stays_as_it_stands():
    story = dict.fromkeys(SECTION_FIELDS["story"], "")
    kept = forms.as_content(story, content(pictures=[ROW]))
    assert kept["pictures"] == [ROW] and kept["organisation"] == "Kemin kaupunki"
    assert kept["title"] == ""
    assert set(kept) == set(CONTENT_FIELDS)


def test_a_picture_is_asked_what_it_shows():
    schema = forms.with_pictures(forms.SECTION_FORMS["extras"], [ROW])
    assert parse(schema, {f"alt_{ROW['id']}": " "}).errors.keys() == {f"alt_{ROW['id']}"}
    form = parse(schema, {f"alt_{ROW['id']}": "Kaksi hoitajaa"})
    assert forms.as_content(form.data, {"pictures": [ROW]})["pictures"][0]["alt"] == (
        "Kaksi hoitajaa"
    )


@pytest.mark.parametrize("name", ["title", "need", "goal", "done", "organisation", "contact.email"])
def test_what_is_needed_is_asked_for_by_name(name):
    assert typed(**{name: " "}).errors.keys() == {name}


@pytest.mark.parametrize("name", ["results", "surprises", "advice", "unit", "contact.phone"])
def test_the_rest_may_be_left_empty(name):
    assert typed(**{name: ""}).ok


@pytest.mark.parametrize("name", ["need", "done", "results"])
def test_ten_thousand_words_meet_a_limit_that_says_how_many_there_are(name):
    errors = typed(**{name: "sana " * 10_000}).errors
    assert "characters. Now there are 49\u00a0999" in errors[name][0]


def test_a_draft_may_be_as_empty_as_it_likes_and_emptied_again():
    form = parse(forms.DraftForm, {}, choices=THEMES)
    assert form.ok
    kept = forms.as_content(form.data, content())
    assert kept["title"] == "" and kept["themes"] == [] and kept["links"] == []
    assert kept["contact"] == {"name": "", "email": "", "phone": "", "shown": False}


def test_what_a_draft_holds_is_checked():
    form = parse(forms.DraftForm, {"contact.email": "kaisa@", "stage": "never"}, choices=THEMES)
    assert form.errors.keys() == {"contact.email", "stage"}


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        ("https://kemi.example/a", "", "https://kemi.example/a"),
        ("Blogi ja  kuvat https://kemi.example", "Blogi ja kuvat", "https://kemi.example"),
        ("  www.kemi.example/x ", "", "https://www.kemi.example/x"),
        ("<b>Blogi</b> http://kemi.example", "<b>Blogi</b>", "http://kemi.example"),
    ],
)
def test_a_link_is_an_address_with_words_before_it_or_none(line, title, url):
    form = typed(links=f"\n{line}\n\n")
    assert [(link["title"], link["url"]) for link in form.data["links"]] == [(title, url)]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://x.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.fi",
        "kemi",
        "https://",
        "https://" + "x" * 600 + ".fi",
    ],
)
def test_another_scheme_than_http_is_refused_with_its_line(address):
    errors = typed(links=f"Hyvä https://kemi.example\nPaha {address}").errors
    assert errors["links"] == [
        "Line 2 of “Links”: write the address in the form https://example.fi"
    ]


def test_more_links_than_fit_are_counted():
    assert "at most 8 lines" in typed(links="https://a.fi\n" * 9).errors["links"][0]


def test_links_are_shown_as_they_were_typed():
    shown = Form(forms.ExtrasForm, {"links": content()["links"]}).values["links"]
    assert shown == "Kemin kotihoito https://www.kemi.example/kotihoito"


def test_the_quick_test_keeps_what_was_answered_and_leaves_out_the_rest():
    form = parse(QuickTestForm, {"q1": "yes", "q7": "no"})
    assert quick_test_answers(form.data) == {"1": True, "7": False}
    assert quick_test_values({"1": True, "7": False}) == {"q1": "yes", "q7": "no"}


def test_what_is_wrong_is_told_in_the_order_of_the_page():
    form = typed(title="", organisation="", **{"contact.name": ""})
    assert [place for _text, place in form.problems] == [
        "field-title",
        "field-organisation",
        "field-contact-name",
    ]

"""What may not be saved as the text of a mail, and how it is named."""

from dataclasses import replace

import pytest

from services.notifications.checking import Allowed, Problem, problems_of
from services.notifications.kinds import sample_mail
from services.notifications.staff.texts.difference import difference, lines_of
from services.notifications.texts import body_of, parse_body, text_of
from tests.support.settings import make_settings

SETTINGS = make_settings()


def checked(template, **changes):
    """The problems of the product's own English text with `changes`; body is typed."""
    default = text_of(template, "en")
    if "body" in changes:
        changes["blocks"] = parse_body(changes.pop("body"))
    may = Allowed.by(sample_mail(template, "en", SETTINGS), SETTINGS)
    found = problems_of(replace(default, **changes), may, default)
    assert all(isinstance(problem, Problem) for problem in found)
    return [(problem.field, problem.code, problem.found) for problem in found]


def with_line(template, line):
    """The product's own body with one more paragraph."""
    return checked(template, body=f"{body_of(text_of(template, 'en'))}\n\n{line}")


@pytest.mark.parametrize(
    ("line", "code", "found"),
    [
        # what no builder gives
        ("Hei {nimi}!", "unknown", "{nimi}"),
        ("{__class__}", "unknown", "{__class__}"),
        ("?toive Toive: {reference}", "unknown", "?toive"),
        ("[list sections]", "unknown", "[list sections]"),
        ("[link own]", "unknown", "[link own]"),
        # what only looks like a placeholder
        ("Hei {name", "brace", "{name"),
        ("Hei { name }", "brace", "{ name }"),
        ("Hei name}", "brace", "}"),
        ("{name.__class__}", "brace", "{name.__class__}"),
        ("{{7*7}}", "brace", "{{7*7}}"),
        # what only looks like a mark
        ("[foo] bar", "mark", "[foo]"),
        ("Paina [button] tästä", "inside", "[button]"),
        ("##Otsikko", "near_heading", "##Otsikko"),
        ("# Otsikko", "near_heading", "# Otsikko"),
        ("? reference Viite", "near_condition", "? reference Viite"),
        ("[button]", "button", ""),
    ],
)
def test_a_line_that_would_not_work_is_named(line, code, found):
    assert with_line("decision", line) == [("body", code, found)]


def test_what_is_in_order_is_let_through():
    assert with_line("decision", "?reference Viite {reference}: {office_phone}") == []
    assert with_line("decision", "<script>alert(1)</script> 50 % [1] #kunteko") == []


def test_the_lines_of_the_head_are_checked_too():
    assert checked("decision", subject="Päätös {nimi}") == [("subject", "unknown", "{nimi}")]
    assert checked("decision", heading="{reference") == [("heading", "brace", "{reference")]
    assert checked("decision", subject=" ", tag="") == [
        ("subject", "empty", ""),
        ("tag", "empty", ""),
    ]


def test_without_its_button_or_address_nobody_could_act():
    assert checked("decision", body="Hei {name}") == [("body", "missing", "[button]")]
    assert checked("decision", body="Hei {name}\n\n[link]") == []
    published = checked("deed_published", body="{greeting}\n\n[button] Open")
    assert ("body", "missing", "[link own]") in published
    assert ("body", "missing", "[link public]") in published


def test_a_button_that_only_some_get_is_none():
    assert checked("decision", body="Hei\n\n?grounds [button] Open") == [
        ("body", "missing", "[button]")
    ]


def test_a_kind_without_a_link_has_no_button():
    assert with_line("withdrawal_expert", "[button] Avaa") == [("body", "unknown", "[button]")]


def test_a_value_that_only_says_yes_is_for_conditions():
    assert with_line("withdrawal", "On: {had_order}") == [("body", "only_condition", "{had_order}")]
    assert with_line("withdrawal", "?had_order Tilaus peruttiin.") == []


def test_each_problem_is_named_once():
    assert with_line("decision", "{nimi} ja {nimi}") == [("body", "unknown", "{nimi}")]


def test_a_text_without_any_words_says_so():
    assert ("body", "empty", "") in checked("decision", body="")


def test_a_difference_shows_what_went_and_what_came():
    before = text_of("decision", "en")
    after = replace(before, heading="Granted!")
    found = difference(before, after)
    assert ("gone", "Heading in the mail: Decision on sparring") in found
    assert ("new", "Heading in the mail: Granted!") in found
    assert [line for kind, line in found if kind != "gone"] == lines_of(after)
    assert difference(before, before) == []

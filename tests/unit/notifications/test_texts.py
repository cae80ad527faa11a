"""The words of the mails: there in every language, and never sent half-filled."""

from dataclasses import replace

import pytest

from services.notifications.texts import (
    Block,
    Text,
    body_of,
    fill,
    filled,
    parse_body,
    parse_text,
    source_of,
    templates,
    text_of,
    words_in,
)
from shared.settings import LANGUAGES

SOURCE = """\
subject: Asia {reference}
heading: Otsikko
tag: info Tila

Hei {name},
toinen rivi.

## Viesti
> {message}

?reason Syy: {reason}

1. Ensin
2. Sitten

[list sections]

[button] Avaa

~ Pientä
"""
VALUES = {"reference": "SP-1", "name": "Maija", "message": "a\nb", "reason": "x"}
LISTS = {"sections": ("Tarve", "Päivä")}


def kinds(text):
    return [block.kind for block in text.blocks]


def test_a_text_is_read_into_blocks():
    text = parse_text(SOURCE)
    assert (text.subject, text.heading, text.tag_kind, text.tag) == (
        "Asia {reference}",
        "Otsikko",
        "info",
        "Tila",
    )
    assert kinds(text) == [
        "paragraph",
        "heading",
        "quote",
        "paragraph",
        "numbers",
        "list",
        "button",
        "small",
    ]
    assert text.blocks[4] == Block("numbers", items=("Ensin", "Sitten"))
    assert text.placeholders == {"reference", "name", "message", "reason"}


def test_values_are_put_in_once_and_never_read_as_text_again():
    hostile = {**VALUES, "name": "{message} ## [button]", "message": "> {reason}"}
    text = filled(parse_text(SOURCE), hostile, LISTS)
    assert text.blocks[0].text == "Hei {message} ## [button],\ntoinen rivi."
    assert text.blocks[2].text == "> {reason}"
    assert kinds(text) == kinds(parse_text(SOURCE))


def test_a_block_with_a_condition_is_left_out_when_the_value_is_empty():
    text = filled(parse_text(SOURCE), {**VALUES, "reason": ""}, LISTS)
    assert "Syy: " not in [block.text for block in text.blocks]


def test_an_empty_quote_takes_its_heading_away():
    text = filled(parse_text(SOURCE), {**VALUES, "message": " "}, LISTS)
    assert kinds(text)[:2] == ["paragraph", "paragraph"]


def test_an_unknown_placeholder_is_an_error_and_not_an_empty_place():
    with pytest.raises(KeyError, match="nimi"):
        fill("Hei {nimi}", VALUES)


def test_a_text_without_a_subject_is_refused():
    with pytest.raises(ValueError, match="starts with subject"):
        parse_text("heading: x\n\nHei")


@pytest.mark.parametrize("template", templates())
def test_each_text_says_the_same_in_every_language(template):
    """The same blocks in the same order with the same placeholders: only the words differ."""
    texts = [text_of(template, language) for language in LANGUAGES]
    assert [kinds(text) for text in texts] == [kinds(texts[0])] * 3
    assert [text.tag_kind for text in texts] == [texts[0].tag_kind] * 3
    conditions = [[block.only_with for block in text.blocks] for text in texts]
    assert conditions == [conditions[0]] * 3
    links = [[block.text for block in text.blocks if block.kind == "link"] for text in texts]
    assert links == [links[0]] * 3
    needed = [text.placeholders for text in texts]
    assert needed == [needed[0]] * 3
    assert len({text.heading for text in texts}) == 3


def test_every_language_has_the_same_labels():
    assert words_in("fi").keys() == words_in("sv").keys() == words_in("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", templates())
def test_a_text_written_out_is_read_as_the_same(template, language):
    text = text_of(template, language)
    assert parse_text(source_of(text)) == text
    assert parse_body(body_of(text)) == text.blocks


@pytest.mark.parametrize(
    "body",
    [
        SOURCE.partition("\n\n")[2],
        "?name ## Otsikko\n?name [button] Avaa\n?name 1. a\n2. b",
        "- a\n- b\nc\n\n> a\nb\n\n~ ~ a\n\n1. 2. x",
        "[link own] lisää\n\n[facts] x\n\n[foo bar] x\n\n[button] a ] b\n\n[button]\n\n[",
        "##\n\n>\n\n?\n\n?name\n\n{}\n\n[button Avaa]",
    ],
)
def test_whatever_is_typed_is_written_out_as_it_was_understood(body):
    blocks = parse_body(body)
    text = Text("Aihe: {name}", ": x", "info", "a b", blocks)
    assert parse_body(body_of(text)) == blocks
    assert parse_text(source_of(text)) == text


def test_another_kind_of_tag_is_refused():
    with pytest.raises(ValueError, match="a tag is one of"):
        parse_text(SOURCE.replace("tag: info", "tag: pink"))


def test_the_words_of_the_tag_are_filled_too():
    text = filled(replace(parse_text(SOURCE), tag="Viite {reference}"), VALUES, LISTS)
    assert text.tag == "Viite SP-1"

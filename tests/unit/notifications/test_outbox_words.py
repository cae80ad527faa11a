"""The words of one mail taken apart for a form and put together again; names of things."""

import pytest

from services.notifications.editing import Change, changes_in, parts_of, retold
from services.notifications.handlers.kinds import ALWAYS_AT_ONCE
from services.notifications.handlers.standing import CHANGES_NOTHING, HANDLERS, case_contracts
from services.notifications.texts import Block, Text, templates
from services.notifications.words import outbox
from services.notifications.words.events import EVENTS

TEXT = Text(
    "Päätös",
    "Päätös sparrauksesta",
    "success",
    "Myönnetty",
    (
        Block("paragraph", "Hei Maija,\nhakemus on hyväksytty."),
        Block("facts"),
        Block("heading", "Perustelut"),
        Block("quote", "Rivi yksi \n\nrivi kolme"),
        Block("button", "Avaa sivu"),
        Block("numbers", items=("Eka", "Toka")),
        Block("small", "Pientä"),
        Block("link", "own"),
    ),
)


def blocks_after(**typed):
    return [(block.kind, block.text or block.items) for block in retold(TEXT, typed).blocks]


UNCHANGED = blocks_after()


def test_every_part_is_named_and_facts_and_links_are_fixed():
    assert [(part.name, part.kind) for part in parts_of(TEXT) if not part.is_fixed] == [
        ("subject", "subject"),
        ("heading", "heading"),
        ("tag", "tag"),
        ("block_0", "paragraph"),
        ("block_2", "section"),
        ("block_3", "quote"),
        ("block_4", "button"),
        ("block_5", "numbers"),
        ("block_6", "small"),
    ]
    assert [part.name for part in parts_of(TEXT) if part.is_fixed] == ["block_1", "block_7"]


def test_what_nobody_touched_stays_letter_by_letter():
    typed = {part.name: f" {part.words}\n" for part in parts_of(TEXT)}
    assert retold(TEXT, typed) == TEXT
    assert changes_in(TEXT, typed) == []


def test_an_empty_line_in_a_paragraph_begins_a_new_one():
    after = blocks_after(block_0="Hei,\nyksi.\n\n \nKaksi.")
    assert after[:2] == [("paragraph", "Hei,\nyksi."), ("paragraph", "Kaksi.")]
    assert after[2:] == UNCHANGED[1:]


def test_an_emptied_block_disappears_and_the_others_stay_in_order():
    after = blocks_after(block_0=" ", block_2="", block_3="\n", block_5="", block_6="")
    assert [kind for kind, _ in after] == ["facts", "button", "link"]


@pytest.mark.parametrize("part", ["subject", "heading", "tag", "block_4"])
def test_subject_headings_tag_and_button_cannot_be_emptied(part):
    assert retold(TEXT, {part: "  "}) == TEXT


def test_a_list_has_one_item_a_line():
    assert blocks_after(block_5="Eka\n\n Kolmas ")[5] == ("numbers", ("Eka", "Kolmas"))


def test_facts_and_links_are_not_for_editing():
    assert retold(TEXT, {"block_1": "Omat tiedot", "block_7": "https://evil.example"}) == TEXT


def test_words_are_final_and_a_subject_stays_one_line():
    after = retold(TEXT, {"subject": "Uusi\nBcc: x@x.example", "block_0": "<b>{name}</b>"})
    assert after.subject == "Uusi Bcc: x@x.example"
    assert after.blocks[0].text == "<b>{name}</b>"


def test_changes_say_what_was_and_what_is():
    assert changes_in(TEXT, {"heading": "Uusi", "block_6": ""}) == [
        Change("heading", "Päätös sparrauksesta", "Uusi"),
        Change("small", "Pientä", ""),
    ]


# -- words


def test_every_step_of_a_case_has_a_name_and_no_other():
    assert set(EVENTS) == {contract.type for contract in case_contracts()}


def test_all_that_a_case_does_is_noted_but_what_changes_nothing():
    assert set(HANDLERS) | CHANGES_NOTHING == set(case_contracts())
    assert not set(HANDLERS) & CHANGES_NOTHING
    quiet = {contract.type.split(".")[1] for contract in CHANGES_NOTHING}
    assert quiet >= {"reminder", "link_requested", "feedback_given", "draft_kept"}
    assert quiet.isdisjoint({"withdrawn", "granted", "day_moved", "expert_chosen", "published"})


def test_mails_with_a_link_that_somebody_waits_for_never_wait():
    waited_for = {
        template
        for template in templates()
        if "fresh_link" in template or template.endswith(("_confirm", "_draft", "draft_link"))
    }
    assert waited_for - {"deed_reminder_confirm"} <= ALWAYS_AT_ONCE
    assert "sign_in" in ALWAYS_AT_ONCE


@pytest.mark.parametrize(
    ("template", "group"),
    [
        ("decision", "sparring"),
        ("application_copy", "sparring"),
        ("deed_published", "deed"),
        ("award_won", "award"),
        ("round_opened", "other"),
        ("sign_in", "other"),
    ],
)
def test_kinds_are_grouped_by_their_subject(template, group):
    assert outbox.group_of(template) == group

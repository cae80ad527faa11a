"""The office's own words of a mail: in every mail written from then on, in that language only."""

from dataclasses import replace

import pytest

from services.notifications.documents import MailText, Message
from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.rewording import (
    edit_text,
    find_text,
    is_usable,
    reset_text,
    text_in_use,
)
from services.notifications.texts import Block, parse_text, source_of, text_of
from shared.contracts.applications import ApplicationGranted, ApplicationSubmitted
from shared.errors import Conflict, InvalidInput, NotFound, NotPermitted
from shared.roles import Role
from shared.workflow.table import Actor
from tests.support.events import event

VILLE = Actor(Role.STAFF, "Ville", "ville@kunteko.example")
PAULA = Actor(Role.MANAGER, "Paula", "paula@kunteko.example")
AINO = Actor(Role.AUDITOR, "Aino", "aino@kunteko.example")


def own(language="fi", subject="Toimiston oma otsikko {reference}", **changes):
    return replace(text_of("application_copy", language), subject=subject, **changes)


def edited(settings, text, language="fi", by=VILLE):
    standing = find_text("application_copy", language)
    return edit_text(standing, text, by, settings, expected_version=standing.version)


def mailed(settings, id, language="fi"):
    """What the applicant gets for an application sent in this language."""
    contact = {"contact": {"language": language}}
    happened = event("application.submitted.v1", id=id, application=contact)
    for handler in HANDLERS[ApplicationSubmitted]:
        handler(happened, settings)
    return Message.objects(event_id=id, template="application_copy").get()


def test_an_edited_text_is_in_the_mails_of_its_language_from_then_on(connected):
    before = mailed(connected, "event-1")
    edited(connected, own(tag="Saapunut: {reference}"))
    after, in_swedish = mailed(connected, "event-2"), mailed(connected, "event-3", "sv")
    assert after.subject == "Toimiston oma otsikko SP-2026-0007"
    assert "Saapunut: SP-2026-0007" in after.content.html
    assert "Saapunut: SP-2026-0007" in after.content.text
    assert in_swedish.subject == text_of("application_copy", "sv").subject.replace(
        "{reference}", "SP-2026-0007"
    )
    # what was written before stays as it was
    stored = Message.objects(id=before.id).get()
    assert stored.subject == before.subject != after.subject
    assert bytes(stored.content.raw) == bytes(before.content.raw)


def test_back_to_the_default_and_the_mails_have_our_words_again(connected):
    first = mailed(connected, "event-1")
    standing = edited(connected, own())
    reset_text(standing, VILLE, expected_version=1)
    assert mailed(connected, "event-2").subject == first.subject
    stored = find_text("application_copy", "fi")
    assert [entry["action"] for entry in stored.history] == ["edit", "reset"]
    assert [parse_text(entry["data"]["source"]) for entry in stored.history] == [
        own(),
        text_of("application_copy", "fi"),
    ]


def test_what_is_typed_stays_text_and_is_escaped(connected):
    edited(connected, own(subject="<script>alert(1)</script> %s {reference}", tag="</mj-text>"))
    mail = mailed(connected, "event-1")
    assert mail.subject == "<script>alert(1)</script> %s SP-2026-0007"
    assert "<script" not in mail.content.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.content.html
    assert "&lt;/mj-text&gt;" in mail.content.html


@pytest.mark.parametrize("hostile", ["{__class__}", "{{7*7}}", "{name.__class__}", "{nimi}", "{"])
def test_what_no_mail_could_tell_is_not_saved(connected, hostile):
    with pytest.raises(InvalidInput) as refused:
        edited(connected, own(subject=hostile))
    (problem,) = refused.value.errors["subject"]
    assert problem.found == hostile
    assert MailText.objects.count() == 0


@pytest.mark.parametrize(
    "source",
    [
        "subject: {gone}\nheading: a\ntag: info b\n\nHei\n\n[button] c",
        "subject: {__class__}\nheading: a\ntag: info b\n\nHei\n\n[button] c",
        "subject: a\nheading: a\ntag: info b\n\n[link gone]",
        "subject: a\nheading: a\ntag: info b\n\n[list gone]",
        "subject: a\nheading: a\ntag: pink b\n\nHei",
        "no text at all",
    ],
)
def test_a_text_that_asks_for_what_is_no_more_gives_way_to_ours(connected, source):
    """A new version of the product may tell less: the mail goes out all the same."""
    default = mailed(connected, "event-1")
    standing = edited(connected, own())
    MailText.objects(id=standing.id).update(set__source=source)
    assert mailed(connected, "event-2").subject == default.subject
    assert not is_usable(find_text("application_copy", "fi"), connected)


def test_two_mails_of_one_event_have_each_its_own_words(connected):
    text = replace(text_of("order", "fi"), subject="Oma tilaus {reference}")
    standing = find_text("order", "fi")
    edit_text(standing, text, VILLE, connected, expected_version=0)
    for handler in HANDLERS[ApplicationGranted]:
        handler(event("application.granted.v1"), connected)
    subjects = {mail.template: mail.subject for mail in Message.objects(event_id="event-1")}
    assert subjects["order"] == "Oma tilaus SP-2026-0007"
    assert subjects["decision"] == "Päätös sparrauksesta, SP-2026-0007"


def test_each_version_stays_with_who_made_it(connected):
    edited(connected, own(subject="Yksi"))
    edited(connected, own(subject="Kaksi"), by=PAULA)
    stored = find_text("application_copy", "fi")
    assert [
        (entry["version"], entry["actor"]["name"], parse_text(entry["data"]["source"]).subject)
        for entry in stored.history
    ] == [(1, "Ville", "Yksi"), (2, "Paula", "Kaksi")]
    assert text_in_use(stored).subject == "Kaksi"


def test_the_same_words_again_are_no_new_version(connected):
    edited(connected, own())
    standing = find_text("application_copy", "fi")
    again = edit_text(standing, own(), VILLE, connected, expected_version=0)
    assert again.version == 1
    assert len(find_text("application_copy", "fi").history) == 1


def test_our_own_words_typed_in_mean_back_to_the_default(connected):
    edited(connected, own())
    after = edited(connected, text_of("application_copy", "fi"))
    assert (after.state, after.version) == ("default", 2)
    assert edited(connected, text_of("application_copy", "fi")).version == 2
    assert reset_text(after, VILLE, expected_version=0).version == 2


def test_who_has_not_seen_the_newest_version_overwrites_nothing(connected):
    edited(connected, own(subject="Yksi"))
    standing = find_text("application_copy", "fi")
    with pytest.raises(Conflict):
        edit_text(standing, own(subject="Kaksi"), PAULA, connected, expected_version=0)
    with pytest.raises(Conflict):
        reset_text(standing, PAULA, expected_version=0)
    assert text_in_use(find_text("application_copy", "fi")).subject == "Yksi"


def test_two_who_begin_at_once_never_both_win(connected):
    one, other = find_text("application_copy", "fi"), find_text("application_copy", "fi")
    edit_text(one, own(subject="Yksi"), VILLE, connected, expected_version=0)
    with pytest.raises(Conflict):
        edit_text(other, own(subject="Kaksi"), PAULA, connected, expected_version=0)


def test_an_auditor_edits_nothing(connected):
    with pytest.raises(NotPermitted):
        edited(connected, own(), by=AINO)


def test_there_are_no_texts_of_other_kinds_or_languages(connected):
    for template, language in (("nothing", "fi"), ("decision", "de"), ("words", "fi")):
        with pytest.raises(NotFound):
            find_text(template, language)


def test_a_new_block_reaches_the_mail(connected):
    text = own()
    note = Block("small", "Toimisto on kiinni heinäkuussa.")
    standing = edited(connected, replace(text, blocks=(*text.blocks, note)))
    assert standing.source == source_of(replace(text, blocks=(*text.blocks, note)))
    mail = mailed(connected, "event-1")
    assert "Toimisto on kiinni heinäkuussa." in mail.content.html
    assert "Toimisto on kiinni heinäkuussa." in mail.content.text

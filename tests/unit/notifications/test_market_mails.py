"""The mails of the marketplace: who is told what, and what nobody is told."""

import pytest

from services.notifications.mails import awards, deeds, partners, tips
from shared.links import read_link
from tests.support.events import event, sample
from tests.support.mails import letter_of, render
from tests.support.settings import make_settings

SETTINGS = make_settings()
KAISA, VEIKKO = "kaisa.kehittaja@kemi.example", "veikko@naapuri.example"


def text(mail):
    return " ".join(render(mail, SETTINGS).text.split())


def link_in(address, purpose):
    return read_link(SETTINGS, purpose, address.split("?")[0].rpartition("/")[2])


# -- deeds


def test_a_published_deed_comes_with_an_address_for_anybody_and_one_for_its_author():
    mail = deeds.published(event("deed.published.v1"), SETTINGS)
    shared = f"{SETTINGS.base_url}/deeds/142-sairaala-ilman-seinia"
    assert render(mail, SETTINGS).subject == "Teko on julkaistu: Sairaala ilman seiniä (TEKO-142)"
    assert mail.link == f"{shared}?lang=fi"
    assert mail.links["public"] == shared
    assert link_in(mail.links["own"], "deed").recipient == KAISA
    assert "Hieno teko, kiitos!" in text(mail)


def test_a_published_update_only_says_that_it_is_done():
    mail = deeds.published(event("deed.published.v1", first=False, message=""), SETTINGS)
    assert (mail.template, mail.links) == ("deed_update_published", {})
    assert "Toimiston viesti" not in text(mail)


@pytest.mark.parametrize(
    ("state", "template", "purpose"),
    [
        ("unconfirmed", "deed_reminder_confirm", "deed-confirm"),
        ("returned", "deed_reminder_answer", "deed"),
        ("change_returned", "deed_reminder_answer", "deed"),
    ],
)
def test_a_reminder_says_what_the_deed_waits_for(state, template, purpose):
    mail = deeds.reminder(event("deed.reminder.v1", deed={"state": state}), SETTINGS)
    assert mail.template == template
    assert link_in(mail.link, purpose).case_id == mail.about


@pytest.mark.parametrize(("state", "stays"), [("returned", False), ("change_returned", True)])
def test_one_who_updates_hears_that_the_old_version_stays(state, stays):
    asked = event("deed.information_requested.v1", deed={"state": state})
    assert ("Aiemmin julkaistu versio pysyy" in text(deeds.more_needed(asked, SETTINGS))) is stays


def test_what_is_asked_and_what_was_changed_is_named_as_on_the_form():
    asked = deeds.more_needed(event("deed.information_requested.v1"), SETTINGS)
    given = event("deed.help_given.v1", changed=["results", "not_thought_of_yet"])
    assert asked.lists == {"sections": ("Teko", "Kuvat ja linkit")}
    assert deeds.help_given(given, SETTINGS).lists == {"changed": ("Kokemukset ja tulokset",)}


def test_a_merged_deed_leads_to_the_one_that_is_kept():
    mail = deeds.merged(event("deed.merged.v1"), SETTINGS)
    assert mail.link == f"{SETTINGS.base_url}/deeds/97-kotisairaala-koko-kaupunkiin?lang=fi"
    assert ("Torilla nyt", "Kotisairaala koko kaupunkiin") in mail.rows


@pytest.mark.parametrize(
    ("purpose", "template"), [("deed", "deed_fresh_link"), ("deed-confirm", "deed_confirm")]
)
def test_a_fresh_link_opens_what_the_old_one_opened(purpose, template):
    mail = deeds.fresh_link(event("deed.link_requested.v1", purpose=purpose), SETTINGS)
    assert mail.template == template
    assert link_in(mail.link, purpose).recipient == KAISA


def test_one_whose_name_is_not_known_is_greeted_without_it():
    mail = deeds.draft(event("deed.draft_kept.v1", deed={"author": {"name": ""}}), SETTINGS)
    assert "Hei, tallensimme" in text(mail)


def test_a_decision_says_whose_it_is_and_of_what_day():
    rows = deeds.declined(event("deed.declined.v1"), SETTINGS).rows
    assert rows[-2:] == (("Päätöksen tekijä", "Paula Päällikkö"), ("Päätöspäivä", "20.11.2026"))


# -- tips


def test_the_invited_are_not_told_who_gave_the_tip():
    mail = tips.invitation(event("tip.invited.v1"), SETTINGS)
    assert mail.to.email == KAISA
    assert VEIKKO not in text(mail) and "Vinkkaaja" not in text(mail)


def test_the_invitation_opens_the_draft_that_waits():
    said = event("tip.invited.v1")
    link = link_in(tips.invitation(said, SETTINGS).link, "deed-draft")
    assert (link.case_id, link.recipient) == (said.data["deed_id"], KAISA)


# -- partner searches


def test_an_answer_reaches_the_author_who_can_simply_reply_to_it():
    mail = partners.answered(event("partner_search.answered.v1"), SETTINGS)
    assert "Oona Oulu" in text(mail) and "Soitellaanko?" in text(mail)
    assert "vastauksesi menee suoraan vastaajalle (Oona Oulu)" in text(mail)
    assert "vastauksesi saa Oona Oulu." in text(mail)
    letter = letter_of(mail, SETTINGS)
    assert (letter["To"], letter["Reply-To"]) == (
        f"Kaisa Kehittäjä <{KAISA}>",
        "Oona Oulu <oona@oulu.example>",
    )


def test_an_address_that_not_every_program_can_reply_to_is_only_shown():
    odd = event("partner_search.answered.v1", answer={"email": "öna@oulu.example"})
    mail = partners.answered(odd, SETTINGS)
    assert "öna@oulu.example" in text(mail)
    assert "vastauksesi" not in text(mail)
    assert str(letter_of(mail, SETTINGS)["Reply-To"]).endswith("<toimisto@kunteko.example>")


def test_a_name_cannot_add_a_header():
    bad = event("partner_search.answered.v1", answer={"name": "Oona\r\nBcc: all@x.example"})
    letter = letter_of(partners.answered(bad, SETTINGS), SETTINGS)
    assert letter["Bcc"] is None
    assert letter["Reply-To"].addresses[0].display_name == "Oona Bcc: all@x.example"


@pytest.mark.parametrize(
    "kind", ["sent", "submitted", "published", "declined", "answered", "ended"]
)
def test_the_authors_address_is_in_no_text_that_could_be_passed_on(kind):
    build = {"sent": partners.confirm, "submitted": partners.received}
    builder = build.get(kind) or getattr(partners, kind)
    mail = builder(event(f"partner_search.{kind}.v1"), SETTINGS)
    assert (mail.to.email, KAISA in text(mail)) == (KAISA, False)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "ei tullut vastauksia"), (1, "tuli yksi vastaus."), (3, "tuli 3 vastausta.")],
)
def test_the_end_of_a_search_says_what_it_brought(count, words):
    assert words in text(partners.ended(event("partner_search.ended.v1", answers=count), SETTINGS))


# -- awards


JURY = [
    {"id": "juror-1", "name": "Jaana", "email": "jaana@jury.example", "language": "fi"},
    {"id": "juror-2", "name": "Johan", "email": "johan@jury.example", "language": "sv"},
]


def test_every_juror_gets_a_link_and_a_language_of_their_own():
    mails = awards.jury_invitations(event("award.judging_opened.v1", jury=JURY), SETTINGS)
    links = [link_in(mail.link, "jury") for mail in mails]
    assert [(link.recipient, link.step) for link in links] == [
        ("jaana@jury.example", "juror-1"),
        ("johan@jury.example", "juror-2"),
    ]
    assert [render(mail, SETTINGS).subject for mail in mails] == [
        "Kutsu raatiin: Kuntatyön kehittäjä 2027",
        "Inbjudan till juryn: Kommunarbetets utvecklare 2027",
    ]


def winner(title, email, **changes):
    one = sample("award.decided.v1")["winners"][0]
    author = {**one["author"], "email": email}
    return {**one, "deed_title": title, "author": author, **changes}


def decided(*winners):
    return awards.won(event("award.decided.v1", winners=list(winners)), SETTINGS)


def test_an_author_who_won_twice_reads_of_both_in_one_mail():
    mails = decided(
        winner("Sairaala", KAISA), winner("Kartta", KAISA.upper()), winner("Koulu", VEIKKO)
    )
    assert [mail.to.email for mail in mails] == [KAISA, VEIKKO]
    assert [value for _label, value in mails[0].rows] == ["Sairaala", "Kartta"]
    assert "Kartta: Henkilöstö ja johto" in text(mails[0])
    assert "Koulu: Henkilöstö" not in text(mails[1])


def test_a_winning_deed_without_an_author_mails_nobody():
    assert decided(winner("Koulu", VEIKKO, author=None)) == []

"""The mails of subscribers, from their events."""

import pytest

from services.notifications.case_pages import case_page
from services.notifications.documents import Message
from services.notifications.mails import subscriptions as mails
from services.notifications.showing import without_personal_links
from shared.links import read_link
from tests.support.events import event
from tests.support.mails import letter_of, render
from tests.support.settings import make_settings

SETTINGS = make_settings(base_url="https://kunteko.example")
LANGUAGES = ("fi", "sv", "en")


def asked(kinds=("newsletter",), **subscriber):
    told = {"kinds": list(kinds), **subscriber}
    return event("subscription.asked.v1", subscriber=told)


def token_of(address):
    return address.split("/")[-1].split("?")[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kinds", "template"),
    [
        (("newsletter",), "subscription_confirm"),
        (("newsletter", "contact_letter"), "subscription_contact_confirm"),
    ],
)
def test_the_link_to_confirm_is_the_addresss_own(language, kinds, template):
    mail = mails.confirmation(asked(kinds, language=language), SETTINGS)
    assert mail.template == template
    link = read_link(SETTINGS, "subscribe", token_of(mail.link))
    assert link.recipient == mail.to.email == "liisa.lukija@kunta.example"
    assert f"/subscriptions/confirm/{token_of(mail.link)}?lang={language}" in mail.link
    assert mail.link in render(mail, SETTINGS).text


def test_a_mail_to_confirm_repeats_nothing_that_was_typed_in():
    bait = "Osta http://spam.example"
    told = asked(("contact_letter",), name=bait, organisation=bait, position=bait)
    mail = mails.confirmation(told, SETTINGS)
    rendered = render(mail, SETTINGS)
    assert "spam" not in rendered.text + rendered.html + rendered.subject + mail.to.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_link_to_the_choices_greets_by_name(language):
    told = event("subscription.link_requested.v1", subscriber={"language": language})
    mail = mails.choices(told, SETTINGS)
    assert "Liisa Lukija" in render(mail, SETTINGS).text
    assert read_link(SETTINGS, "subscription", token_of(mail.link)).case_id == mail.about


@pytest.mark.parametrize("kind", ["subscription.confirmed.v1", "subscription.wishes_sent.v1"])
def test_the_office_answers_wishes_by_answering_the_mail(kind):
    mail = mails.wishes(event(kind), SETTINGS)
    assert mail.to.email == SETTINGS.office_email
    letter = letter_of(mail, SETTINGS)
    assert letter["Reply-To"] == "Liisa Lukija <liisa.lukija@kunta.example>"
    assert "hyvinvoinnista työssä" in render(mail, SETTINGS).text


def test_hostile_wishes_are_text_and_no_header_and_no_markup():
    bait = "</p><script>alert(1)</script> {office_phone}"
    told = event(
        "subscription.wishes_sent.v1",
        wishes=bait,
        subscriber={"organisation": "Kemi\r\nBcc: all@x.example", "name": 'A "B" <c@d.example>'},
    )
    mail = mails.wishes(told, SETTINGS)
    rendered = render(mail, SETTINGS)
    letter = letter_of(mail, SETTINGS)
    assert bait in rendered.text
    assert "<script>" not in rendered.html
    assert letter["Bcc"] is None
    assert [address.addr_spec for address in letter["Reply-To"].addresses] == [
        "liisa.lukija@kunta.example"
    ]


def test_without_wishes_the_office_gets_no_mail():
    assert mails.wishes(event("subscription.confirmed.v1", wishes=""), SETTINGS) is None


def test_the_button_of_mail_programs_leaves_by_one_click():
    headers = mails.list_unsubscribe_headers(
        SETTINGS, "7a1b", "liisa@kunta.example", "contact_letter"
    )
    address = headers["List-Unsubscribe"]
    assert address.startswith("<https://kunteko.example/subscriptions/leave/")
    assert read_link(SETTINGS, "subscription", token_of(address.strip("<>"))).case_id == "7a1b"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<contact-letter.kunteko.example>"


def test_staff_see_no_link_that_would_let_them_act_as_the_subscriber():
    for mail in (
        mails.confirmation(asked(), SETTINGS),
        mails.choices(event("subscription.link_requested.v1"), SETTINGS),
    ):
        assert token_of(mail.link) not in without_personal_links(render(mail, SETTINGS).html)


def test_the_mails_of_subscribers_lead_to_no_case():
    assert case_page(Message(template="subscription_confirm", about="7a1b", reference="")) == ""

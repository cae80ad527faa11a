"""Every mail, in every language: it reads well, links where it should, and trusts nobody's text."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from services.notifications.handlers.events import HANDLERS
from services.notifications.mails import (
    deeds,
    others,
    partners,
    subscriptions,
    to_applicant,
    to_expert,
)
from services.notifications.mails.mail import Addressee
from services.notifications.showing import without_personal_links
from services.notifications.texts import templates, text_of
from shared.links import read_link
from shared.settings import LANGUAGES
from tests.support.events import event, merged, sample
from tests.support.mails import render
from tests.support.settings import make_settings

SETTINGS = make_settings()
HOSTILE = '<script>alert(1)</script> "x" &amp; </mj-text> {{ 7*7 }} {name} 😀 \x0b\x00 [button] ##'
SEEN = '<script>alert(1)</script> "x" &amp; </mj-text> {{ 7*7 }} {name} 😀  [button] ##'
LINK = re.compile(r"http://127\.0\.0\.1:8000(/[^\s\"<]*)")

BUILT = [
    (contract.type, handler.mails)
    for contract, handlers in HANDLERS.items()
    for handler in handlers
    if hasattr(handler, "mails")
]
# events whose mail depends on the state or the purpose: the samples show one of each
MORE = [
    ("application.reminder.v1", to_applicant.reminder, {"application": {"state": "returned"}}),
    ("application.reminder.v1", to_applicant.reminder, {"application": {"state": "choosing"}}),
    ("application.reminder.v1", to_expert.reminder_expert, {"application": {"state": "agreed"}}),
    ("application.link_requested.v1", to_applicant.fresh_link, {"purpose": "feedback"}),
    (
        "application.link_requested.v1",
        to_expert.fresh_link_expert,
        {"purpose": "order", "recipient": "petri.sparraaja@tyontaito.example"},
    ),
    ("deed.published.v1", deeds.published, {"first": False}),
    ("deed.reminder.v1", deeds.reminder, {"deed": {"state": "unconfirmed"}}),
    ("deed.reminder.v1", deeds.reminder, {"deed": {"state": "change_returned"}}),
    ("deed.link_requested.v1", deeds.fresh_link, {"purpose": "deed-confirm"}),
    ("partner_search.link_requested.v1", partners.fresh_link, {"purpose": "partner-confirm"}),
    (
        "subscription.asked.v1",
        subscriptions.confirmation,
        {"subscriber": {"kinds": ["newsletter"]}},
    ),
]


def round_opened(happened, settings, language="fi"):
    return others.round_opened(happened, settings, Addressee("", "kuka@x.example", language))


def round_watch(_happened, settings, language="fi"):
    return others.round_watch("watch-1", settings, Addressee("", "kuka@x.example", language))


CASES = [(kind, builder, {}) for kind, builder in BUILT] + MORE
CASES += [("round.opened.v1", round_opened, {}), ("round.opened.v1", round_watch, {})]


def with_each(part, names, value, chosen=False):
    """The same data, but every text of these names, in whatever language, is `value`."""
    if isinstance(part, dict):
        return {
            key: with_each(each, names, value, key in names or (chosen and key in LANGUAGES))
            for key, each in part.items()
        }
    if isinstance(part, list):
        return [with_each(each, names, value, chosen) for each in part]
    return value if chosen and isinstance(part, str) else part


def mail_of(event_type, builder, changes, language="fi", names=(), value=""):
    data = with_each(merged(sample(event_type), changes), {"language"}, language)
    happened = event(event_type, **with_each(data, names, value))
    spoken = (language,) if builder in (round_opened, round_watch) else ()
    made = builder(happened, SETTINGS, *spoken)
    return next(iter(made), None) if isinstance(made, list) else made


class Reader(HTMLParser):
    """What a mail program shows of HTML: its words, its links and what it would load."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.loads, self.tags = [], [], [], set()
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.add(tag)
        self._hidden += tag in ("style", "title")
        if tag == "a":
            self.links.append(named.get("href", ""))
        self.loads += [named[key] for key in ("src", "background") if named.get(key)]
        if tag == "link":
            self.loads.append(named.get("href", ""))

    def handle_endtag(self, tag):
        self._hidden -= tag in ("style", "title")

    def handle_data(self, words):
        if not self._hidden:
            self.words.append(words)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def squeezed(words):
    return " ".join(words.split())


MADE = [case for case in CASES if mail_of(*case) is not None]
NAMES = [mail_of(*case).template for case in MADE]


def test_every_text_belongs_to_a_mail_and_every_mail_is_tried_here():
    # the morning mail is made of no one event: it is tried in test_morning_mail
    assert {*NAMES, "morning"} == set(templates())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", MADE, ids=NAMES)
def test_each_mail_says_the_same_in_html_and_in_text(case, language):
    mail = mail_of(*case, language)
    rendered = render(mail, SETTINGS)
    reader = Reader(rendered.html)
    text = text_of(mail.template, language)
    assert f'lang="{language}"' in rendered.html
    assert reader.loads == []
    assert "fonts.googleapis" not in rendered.html
    assert text.tag in reader.text and text.tag in rendered.text
    for label, value in mail.rows:
        assert squeezed(label) in reader.text and squeezed(label) in squeezed(rendered.text)
        for line in value.splitlines():
            assert squeezed(line) in reader.text
            assert squeezed(line) in squeezed(rendered.text)
    if mail.link:
        assert mail.link in [unescape(link) for link in reader.links]
        assert mail.link in rendered.text
        assert mail.link.endswith(f"?lang={mail.to.language}")
    for link in mail.links.values():
        assert link in [unescape(each) for each in reader.links] and link in rendered.text
    for part in (rendered.subject, reader.text, rendered.text):
        assert not re.search(r"\{\w+\}|None", part)
    if mail.reference:
        assert mail.reference in rendered.subject
        assert mail.reference in reader.text and mail.reference in rendered.text


PERSONAL = {
    "/sparring/status": "status",
    "/sparring/order": "order",
    "/sparring/feedback": "feedback",
    "/sparring/apply": "draft",
    "/account/sign-in": "sign-in",
    "/subscriptions/round-opening/leave": "round-watch",
    "/deeds/draft": "deed-draft",
    "/deeds/confirm": "deed-confirm",
    "/deeds/mine": "deed",
    "/partners/confirm": "partner-confirm",
    "/partners/mine": "partner",
    "/jury": "jury",
    "/subscriptions/confirm": "subscribe",
    "/subscriptions/mine": "subscription",
}
PUBLIC = {
    "/sparring",
    "/deeds",
    "/deeds/142-sairaala-ilman-seinia",
    "/deeds/97-kotisairaala-koko-kaupunkiin",
    "/partners/12-etsimme-kumppaneita-sahkoiseen-ajanvaraukseen",
    "/awards/9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b",
    "/staff/subscribers/7a1b2c3d4e5f60718293a4b5c6d7e8f9",  # behind a sign-in
}
# nothing that anybody wrote is in them
SILENT = {"round_watch", "subscription_confirm", "subscription_contact_confirm"}


@pytest.mark.parametrize("case", MADE, ids=NAMES)
def test_links_in_mails_are_ours_and_can_be_read_back(case):
    mail = mail_of(*case)
    rendered = render(mail, SETTINGS)
    for address in LINK.findall(rendered.text):
        path = address.split("?")[0].removesuffix("/organisation")
        if path in PUBLIC:
            continue
        page, _, token = path.rpartition("/")
        assert read_link(SETTINGS, PERSONAL[page], token).recipient in (mail.to.email, "")
        assert token not in without_personal_links(rendered.html + rendered.text)


WRITTEN = {
    *("name", "company", "organisation", "unit", "situation", "goal", "place", "decided_by"),
    *("message", "reason", "grounds", "answer", "summary", "wish", "notice"),
    *("title", "deed_title", "category", "about"),
}


@pytest.mark.parametrize("case", MADE, ids=NAMES)
def test_what_people_wrote_is_shown_as_they_wrote_it_and_does_nothing(case):
    mail = mail_of(*case, names=WRITTEN, value=HOSTILE)
    rendered = render(mail, SETTINGS)
    assert "script" not in Reader(rendered.html).tags
    assert "\n" not in rendered.subject
    if mail.template not in SILENT:
        assert squeezed(SEEN) in Reader(rendered.html).text
        assert squeezed(SEEN) in squeezed(rendered.text)


def test_a_header_cannot_be_added_through_a_name():
    mail = to_expert.order(
        event(
            "application.granted.v1", application={"organisation": "Kunta\r\nBcc: all@x.example"}
        ),
        SETTINGS,
    )
    assert render(mail, SETTINGS).subject == (
        "Uusi sparraustilaus: Kunta Bcc: all@x.example, 11.3.2027 (SP-2026-0007)"
    )


def test_the_order_link_is_for_this_expert_and_this_order():
    mail = to_expert.order(event("application.expert_chosen.v1"), SETTINGS)
    token = mail.link.split("?")[0].rpartition("/")[2]
    link = read_link(SETTINGS, "order", token)
    assert (link.recipient, link.step) == ("petri.sparraaja@tyontaito.example", "2")


def test_each_reads_in_their_own_language():
    granted = event(
        "application.granted.v1",
        application={"contact": {"language": "sv"}, "expert": {"language": "en"}},
    )
    decision = render(to_applicant.decision(granted, SETTINGS), SETTINGS)
    order = render(to_expert.order(granted, SETTINGS), SETTINGS)
    assert decision.subject == "Beslut om sparring, SP-2026-0007"
    assert "torsdag 11.3.2027 kl. 9.00–15.00" in decision.text
    assert order.subject == "New sparring order: Porvoon kaupunki, 11 March 2027 (SP-2026-0007)"
    assert "Thursday 11 March 2027 at 9:00–15:00" in order.text
    assert "Cooperation between units" in order.text


def test_an_application_that_cannot_be_granted_is_told_so_in_its_copy():
    said = [
        render(
            to_applicant.application_copy(
                event("application.submitted.v1", application={"cooperative": cooperative}),
                SETTINGS,
            ),
            SETTINGS,
        ).text
        for cooperative in (True, False)
    ]
    assert ["Huomatkaa" in text for text in said] == [False, True]


def test_a_field_that_this_version_has_no_words_for_is_left_out():
    mail = to_applicant.answer_received(
        event("application.information_given.v1", changed=["goal", "not_thought_of_yet"]), SETTINGS
    )
    assert mail.lists == {"changed": ("Tavoite",)}

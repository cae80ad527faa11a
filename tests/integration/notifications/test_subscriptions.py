"""From an address typed in to the last letter: by the links in the mails, as a person goes."""

import pytest

from services.notifications.app import create_app
from services.notifications.documents import Message, Subscriber, subscriber_id
from services.notifications.handlers import subscriptions as handlers
from services.notifications.workflow.subscriber import PERSONAL
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM
from shared.workflow.ticker import fire_due
from tests.integration.notifications.mailroom import Mailroom, words_of
from tests.integration.workflow.conftest import at_once
from tests.support.apps import app_on
from tests.support.desk import Desk

LIISA = "liisa.lukija@kunta.example"
NEWSLETTER = "/subscriptions/newsletter"
CONTACT = {
    "name": "Kaisa Kontakti",
    "email": "kaisa@kunta.example",
    "organisation": "Kemin kaupunki",
    "position": "Luottamusmies",
    "wishes": "Toivomme päivän hyvinvoinnista.",
    "language": "en",
}
KAISA = CONTACT["email"]


@pytest.fixture
def app(store, clock):
    return app_on(store, "notifications", create_app)


@pytest.fixture
def reader(app):
    return Desk(app)


@pytest.fixture
def mailroom(app, settings):
    return Mailroom(settings)


@pytest.fixture
def order(reader):
    return lambda email=LIISA, **more: reader.post(
        NEWSLETTER, email=email, **{"language": "en", **more}
    )


@pytest.fixture
def subscribed(order, reader, mailroom):
    """Liisa's own page, after she has confirmed."""
    order()
    answer = reader.post(mailroom.link(LIISA), follow=False)
    return answer.headers["Location"]


@pytest.fixture
def contact(reader, mailroom):
    """Kaisa's own page, after she has confirmed."""
    reader.post("/subscriptions/contact-person", **CONTACT)
    return reader.post(mailroom.link(KAISA), follow=False).headers["Location"]


def stored(email):
    return Subscriber.objects(id=subscriber_id(email)).first()


def state(email):
    return stored(email).state


def everything_stored(email):
    return str(stored(email).to_mongo().to_dict())


# -- signing up


def test_the_newsletter_comes_only_to_one_who_has_confirmed_by_link(order, reader, mailroom):
    assert "Look in your e-mail" in words_of(order())
    assert (state(LIISA), stored(LIISA).kinds) == ("unconfirmed", [])
    page = reader.get(mailroom.link(LIISA))
    assert "What you will get Newsletter" in words_of(page)
    answer = reader.post(mailroom.link(LIISA))
    assert "Thank you, your address is confirmed." in words_of(answer)
    assert "Your subscriptions" in words_of(answer)
    assert (state(LIISA), stored(LIISA).kinds, stored(LIISA).language) == (
        "subscribed",
        ["newsletter"],
        "en",
    )


@pytest.mark.parametrize("code", ["fi", "sv", "en"])
def test_the_mail_and_the_newsletter_are_in_the_language_asked_for(order, mailroom, code):
    order(language=code)
    mail = mailroom.mails(LIISA)[0]
    assert mail.recipient.language == code
    assert f"?lang={code}" in mailroom.link(LIISA)
    assert {"fi": "Vahvista", "sv": "Bekräfta", "en": "Confirm"}[code] in mail.subject


def test_a_wrong_address_is_said_at_its_field_and_kept_as_typed(order):
    answer = order("liisa(at)kunta")
    assert answer.status_code == 422
    assert "name@example.fi" in words_of(answer)
    assert 'value="liisa(at)kunta"' in answer.text
    assert Subscriber.objects.count() == 0


def test_a_program_that_fills_in_every_field_is_refused(order):
    answer = order(extra_line="buy")
    assert answer.status_code == 422
    assert Subscriber.objects.count() == 0


def test_an_address_in_other_letters_is_the_same_subscriber(order, mailroom):
    order("Liisa.Lukija@Kunta.example")
    order(LIISA)
    assert Subscriber.objects.count() == 1
    assert len(mailroom.mails(LIISA)) == 1


def test_one_address_gets_one_link_an_hour_and_everybody_the_same_answer(order, mailroom, clock):
    answers = {order().text for _ in range(5)}
    assert len(answers) == 1
    assert mailroom.templates(LIISA) == ["subscription_confirm"]
    clock.forward(minutes=61)
    order()
    assert mailroom.templates(LIISA) == ["subscription_confirm"] * 2


def test_a_subscriber_who_signs_up_again_gets_the_link_to_their_choices(
    order, subscribed, mailroom, reader, clock
):
    first = words_of(order("somebody@else.example"))
    clock.forward(hours=2)
    assert words_of(order()) == first
    order()
    assert mailroom.templates(LIISA) == ["subscription_confirm", "subscription_choices"]
    assert state(LIISA) == "subscribed"
    assert "Your subscriptions" in words_of(reader.get(mailroom.link(LIISA)))


def test_the_event_told_twice_is_one_mail(order, mailroom):
    order()
    mailroom.tell(twice=True)
    assert len(mailroom.mails(LIISA)) == 1


def test_the_same_address_at_once_from_several_sides_is_one_mail(app, mailroom):
    done = at_once(*[lambda: handlers.sign_up(LIISA, "en")] * 4)
    assert done == [None] * 4
    assert len(mailroom.mails(LIISA)) == 1


def test_nothing_that_a_stranger_typed_is_mailed_to_the_address(reader, mailroom):
    bait = "BUY http://spam.example <b>now</b>"
    reader.post(
        "/subscriptions/contact-person",
        **{**CONTACT, "name": bait, "organisation": bait, "wishes": bait},
    )
    mail = mailroom.mails(KAISA)[0]
    assert "spam" not in mail.content.text + mail.content.html + mail.recipient.name
    page = reader.get(mailroom.link(KAISA))
    assert "&lt;b&gt;now" in page.text and "<b>now" not in page.text


# -- from other sites


def test_a_form_on_another_site_signs_up_without_a_token_or_a_cookie(app, mailroom):
    stranger = app.test_client(use_cookies=False)
    answer = stranger.post(
        f"{NEWSLETTER}?lang=sv",
        data={"email": LIISA, "language": "sv"},
        headers={"Origin": "https://www.kunta.example", "Referer": "https://www.kunta.example/"},
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{NEWSLETTER}/done?lang=sv")
    assert mailroom.mails(LIISA)[0].recipient.language == "sv"
    assert "Titta i din e-post" in words_of(stranger.get(answer.headers["Location"]))


def test_a_form_that_tells_no_language_uses_that_of_the_reader(app, mailroom):
    app.test_client().post(NEWSLETTER, data={"email": LIISA}, headers={"Accept-Language": "sv"})
    assert mailroom.mails(LIISA)[0].recipient.language == "sv"


def test_the_snippet_for_other_sites_is_a_form_that_works(reader, app, mailroom, settings):
    page = reader.get(f"{NEWSLETTER}/embed").text
    for code in ("fi", "sv", "en"):
        action = f"{settings.base_url}{NEWSLETTER}?lang={code}"
        assert f"&lt;form action=&#34;{action}&#34; method=&#34;post&#34;" in page
    for name in ("email", "language", "extra_line"):
        assert f"name=&#34;{name}&#34;" in page
    assert "csrf" not in page[page.index("<main") :]


def test_no_other_form_is_open_to_other_sites(app):
    stranger = app.test_client()
    for path, data in [
        ("/subscriptions/contact-person", CONTACT),
        ("/subscriptions/link", {"email": LIISA}),
        ("/subscriptions/round-opening", {"email": LIISA, "language": "fi"}),
    ]:
        assert stranger.post(path, data=data).status_code == 400
    assert Subscriber.objects.count() == 0


# -- contact persons


def test_a_contact_person_gets_both_and_the_office_their_wishes(contact, mailroom, settings):
    kaisa = stored(KAISA)
    assert kaisa.kinds == ["newsletter", "contact_letter"]
    assert (kaisa.name, kaisa.organisation, kaisa.position) == (
        "Kaisa Kontakti",
        "Kemin kaupunki",
        "Luottamusmies",
    )
    assert kaisa.asked == {}
    mail = mailroom.mails(settings.office_email)[0]
    assert mail.template == "subscription_wishes"
    assert "Toivomme päivän hyvinvoinnista." in mail.content.text
    assert KAISA in str(mail.content.message["Reply-To"])


def test_wishes_reach_the_office_only_after_the_address_is_confirmed(reader, mailroom, settings):
    reader.post("/subscriptions/contact-person", **CONTACT)
    assert mailroom.mails(settings.office_email) == []


def test_a_subscriber_becomes_a_contact_person_by_link(subscribed, reader, mailroom, clock):
    clock.forward(hours=2)
    reader.post("/subscriptions/contact-person", **{**CONTACT, "email": LIISA.upper()})
    assert (state(LIISA), stored(LIISA).organisation) == ("subscribed", "")
    assert "Something waits for your confirmation" in words_of(reader.get(subscribed))
    page = reader.get(mailroom.link(LIISA))
    assert "Organisation Kemin kaupunki" in words_of(page)
    reader.post(mailroom.link(LIISA))
    assert stored(LIISA).organisation == "Kemin kaupunki"
    assert stored(LIISA).kinds == ["newsletter", "contact_letter"]


def test_what_is_asked_more_within_the_hour_waits_for_the_same_link(order, reader, mailroom):
    order()
    reader.post("/subscriptions/contact-person", **{**CONTACT, "email": LIISA})
    assert mailroom.templates(LIISA) == ["subscription_confirm"]
    reader.post(mailroom.link(LIISA))
    assert stored(LIISA).kinds == ["newsletter", "contact_letter"]


def test_typing_in_the_same_address_for_ever_does_not_fill_the_store(reader):
    for number in range(handlers.STEPS_AT_MOST + 5):
        given = {**CONTACT, "name": f"Nimi {number}"}
        handlers.register_contact_person(given, KAISA, "fi")
    assert len(stored(KAISA).history) == handlers.STEPS_AT_MOST


def test_what_changed_after_the_page_was_shown_is_not_confirmed_unseen(order, reader, mailroom):
    order()
    link = mailroom.link(LIISA)
    seen = reader.hidden(link)
    reader.post("/subscriptions/contact-person", **{**CONTACT, "email": LIISA})
    answer = reader.post(link, seen)
    assert answer.status_code == 409
    assert "Something else has been asked" in words_of(answer)
    assert state(LIISA) == "unconfirmed"
    reader.post(link)
    assert state(LIISA) == "subscribed"


def test_a_contact_person_writes_to_the_office_later_too(contact, reader, mailroom, settings):
    page = f"{contact}/wishes"
    pin = reader.hidden(page)
    for _ in range(2):
        answer = reader.post(page, pin, wishes="Kaipaamme verkostoa.")
    assert "Thank you. The office has got your message." in words_of(answer)
    assert len(mailroom.mails(settings.office_email)) == 2  # at confirming, and now


def test_one_who_is_no_contact_person_cannot_write_as_one(subscribed, reader, mailroom, settings):
    answer = reader.post(f"{subscribed}/wishes", wishes="x")
    assert answer.status_code == 409
    assert "Register as a contact person first." in words_of(answer)
    assert mailroom.mails(settings.office_email) == []


# -- choosing


def test_choices_are_saved_and_a_second_click_changes_nothing(contact, reader):
    pin = reader.hidden(contact)
    given = {
        "kinds": ["contact_letter"],
        "language": "sv",
        "name": "Kaisa Nya",
        "organisation": "Kemi stad",
        "position": "",
    }
    for _ in range(2):
        answer = reader.post(contact, pin, **given)
        assert "Your choices are saved." in words_of(answer)
    kaisa = stored(KAISA)
    assert (kaisa.kinds, kaisa.language, kaisa.name) == (["contact_letter"], "sv", "Kaisa Nya")
    assert [entry["action"] for entry in kaisa.history].count("choose") == 1


def test_choosing_nothing_at_all_points_to_the_button_that_ends_everything(subscribed, reader):
    answer = reader.post(subscribed, language="fi")
    assert answer.status_code == 422
    assert "use the button at the end of the page" in words_of(answer)


def test_contact_letters_are_not_for_those_who_are_no_contact_persons(subscribed, reader):
    answer = reader.post(subscribed, kinds=["newsletter", "contact_letter"], language="fi")
    assert answer.status_code == 422
    assert stored(LIISA).kinds == ["newsletter"]


def test_a_stale_page_meets_a_conflict_and_keeps_what_was_typed(subscribed, reader):
    stale = reader.hidden(subscribed)
    reader.post(subscribed, kinds=["newsletter"], language="sv")
    answer = reader.post(subscribed, stale, kinds=["newsletter"], language="fi")
    assert answer.status_code == 409
    assert stored(LIISA).language == "sv"


# -- leaving


def leave_path(own_page):
    return own_page.split("?")[0].replace("/mine/", "/leave/")


def test_one_click_of_a_mail_program_leaves_without_cookies_or_tokens(subscribed, app):
    answer = app.test_client(use_cookies=False).post(
        leave_path(subscribed), data={"List-Unsubscribe": "One-Click"}
    )
    assert answer.status_code == 200
    assert state(LIISA) == "left"


def test_the_headers_of_a_bulletin_lead_to_that_click(subscribed, app, settings):
    headers = handlers.mails.list_unsubscribe_headers(
        settings, subscriber_id(LIISA), LIISA, "newsletter"
    )
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Id"] == "<newsletter.127.0.0.1>"
    path = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.base_url)
    app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert state(LIISA) == "left"


def test_looking_never_leaves_and_the_page_has_the_button(subscribed, reader):
    page = reader.get(leave_path(subscribed))
    assert "Nothing happens unless you press the button." in words_of(page)
    assert reader.client.head(leave_path(subscribed)).status_code == 200
    assert state(LIISA) == "subscribed"


def test_leaving_twice_says_the_same(subscribed, reader):
    reader.get(subscribed)
    first, second = (words_of(reader.post(leave_path(subscribed), {})) for _ in range(2))
    assert first == second
    assert f"We have deleted {LIISA}" in first
    assert state(LIISA) == "left"


def test_leaving_leaves_nothing_of_the_person_but_the_id(contact, reader):
    assert "Kaisa" in everything_stored(KAISA)
    reader.post(leave_path(contact), {})
    left = everything_stored(KAISA)
    for personal in (KAISA, "Kaisa", "Kemin", "Luottamus", "Toivomme"):
        assert personal not in left
    kaisa = stored(KAISA)
    assert [getattr(kaisa, name) for name in PERSONAL] == ["", "", "", "", [], {}]
    assert [entry["action"] for entry in kaisa.history] == ["sign_up", "confirm", "leave"]


def test_what_was_not_told_when_they_left_is_not_mailed_any_more(order, mailroom):
    order()
    handlers.leave(stored(LIISA))
    assert mailroom.tell() == []
    assert Message.objects.count() == 0


def test_one_who_never_confirms_is_forgotten_after_thirty_days(order, clock, mailroom):
    order()
    mailroom.tell()
    clock.forward(days=29)
    assert fire_due(Subscriber, clock.now()) == 0
    clock.forward(days=2)
    assert fire_due(Subscriber, clock.now()) == 1
    assert state(LIISA) == "expired"
    assert "liisa" not in everything_stored(LIISA).lower()


def test_a_complaint_forgets_them_too(subscribed):
    perform(stored(LIISA), "complain", SYSTEM, data={"words": "junk"})
    assert "liisa" not in everything_stored(LIISA).lower()


def test_one_who_has_left_may_come_back_at_once(subscribed, reader, order, mailroom, clock):
    reader.post(leave_path(subscribed), {})
    clock.forward(minutes=1)
    order()
    assert state(LIISA) == "unconfirmed"
    reader.post(mailroom.link(LIISA))
    assert (state(LIISA), stored(LIISA).kinds) == ("subscribed", ["newsletter"])
    reader.post(leave_path(subscribed), {})
    assert state(LIISA) == "left"


def test_one_click_leaves_with_a_link_of_six_years_ago(subscribed, app, clock):
    clock.forward(days=6 * 365)
    assert app.test_client().post(leave_path(subscribed)).status_code == 200
    assert state(LIISA) == "left"


def test_a_reader_may_not_act_as_the_system(subscribed):
    assert not any(
        row.action in ("complain", "lose", "expire")
        for row in Subscriber.workflow.open_to("subscribed", [Role.READER])
    )

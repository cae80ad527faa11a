"""From the last look to the office: sent once, confirmed through the mail, never half a deed."""

from datetime import timedelta

import pytest

from services.deeds.documents import Deed
from services.deeds.handlers import telling
from shared import ambient
from shared.errors import InvalidInput, TransitionNotAllowed
from shared.workflow.ticker import fire_due
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import stored, words
from tests.integration.deeds.test_telling import ANSWERS, Teller


@pytest.fixture
def teller(app):
    return Teller(app)


def sent(teller, **changes):
    """The address of a draft that has been sent, and the deed."""
    here = teller.begin()
    teller.write(here, **changes)
    answer = teller.post(f"{here}/check")
    assert answer.location == f"{here}/sent", words(answer.text)
    return here, Deed.objects.order_by("-number").first()


def test_the_page_before_sending_shows_the_deed_as_readers_will_see_it(teller):
    here = teller.begin()
    teller.write(here, results="Poissaolot vähenivät.")
    page = teller.read(f"{here}/check")
    for text in (ANSWERS["title"], "Poissaolot vähenivät.", "Kemin kaupunki", 'lang="fi"'):
        assert text in page
    assert "For the programme office only" in page
    assert "kaisa@kemi.example" in page


def test_an_unfinished_deed_is_led_back_to_what_is_missing(teller):
    here = teller.begin()
    teller.write(here, need="", **{"contact.email": ""})
    for answer in (
        teller.get(f"{here}/check"),
        teller.post(f"{here}/check", page=teller.get(here).text),
    ):
        assert answer.location == f"{here}?then=check"
    page = teller.read(f"{here}?then=check")
    assert "2 things to correct" in page
    assert 'href="#field-need"' in page and 'href="#field-contact-email"' in page
    with pytest.raises(InvalidInput) as error:
        telling.send_deed(Deed.objects.get(), language="fi")
    assert error.value.errors == {"need": ["unfinished"], "contact.email": ["unfinished"]}


def test_a_sent_deed_has_a_reference_and_waits_for_its_address(teller):
    here, deed = sent(teller)
    assert (deed.state, deed.reference) == ("unconfirmed", "TEKO-1")
    assert dict(deed.author) == {
        "name": "Kaisa Kehittäjä",
        "email": "kaisa@kemi.example",
        "phone": "",
        "language": "en",
    }
    page = teller.read(f"{here}/sent")
    assert "TEKO-1" in page and "kaisa@kemi.example" in page
    # the way on is in the mail alone: whoever typed the address must own it
    assert "/deeds/confirm/" not in page and "/deeds/mine/" not in page
    assert deed.outbox[-1]["id"] == deed.history[-1]["id"]
    assert deed.history[-1]["type"] == "deed.sent.v1"


def test_a_double_click_sends_once(teller):
    here = teller.begin()
    teller.write(here)
    page = teller.get(f"{here}/check").text
    answers = [teller.post(f"{here}/check", page=page) for _ in range(2)]
    assert [answer.location for answer in answers] == [f"{here}/sent"] * 2
    draft = book.draft()
    telling.send_deed(draft, language="fi")
    assert telling.send_deed(draft, language="fi").history[-1]["action"] == "send"
    assert [entry["action"] for entry in stored(draft).history].count("send") == 1


def test_every_page_of_the_draft_leads_to_the_confirmation_once_it_is_sent(teller):
    here, _deed = sent(teller)
    for page in ("", "/check", "/keep", "/help", "/test"):
        assert teller.get(here + page).location == f"{here}/sent"


def test_a_draft_that_changed_after_the_last_look_is_looked_over_again(teller):
    here = teller.begin()
    teller.write(here)
    page = teller.get(f"{here}/check").text
    teller.write(here, title="Aivan toinen nimi")
    answer = teller.post(f"{here}/check", page=page)
    assert answer.status_code == 409
    assert "Aivan toinen nimi" in answer.text
    assert Deed.objects.get().state == "draft"
    assert teller.post(f"{here}/check", page=answer.text).location == f"{here}/sent"


def test_the_same_deed_told_twice_is_sent_once_with_clear_words(teller):
    sent(teller)
    again = teller.begin()
    teller.write(again)
    answer = teller.post(f"{again}/check")
    assert answer.status_code == 409
    assert "You have sent this deed already: TEKO-1" in answer.text
    assert Deed.objects(state="unconfirmed").count() == 1
    teller.write(again, title="Kotihoidon toinen teko")
    assert teller.post(f"{again}/check").location == f"{again}/sent"


@pytest.mark.parametrize("make", [book.published, book.leaving, book.returned])
def test_a_deed_that_stands_has_no_double(app, make):
    make()
    with pytest.raises(TransitionNotAllowed, match="twin"):
        telling.send_deed(book.draft(), language="fi")


def test_a_withdrawn_deed_may_be_told_anew(app):
    withdrawn = book.submitted()
    book.perform(withdrawn, "withdraw", book.author_of(withdrawn))
    assert telling.send_deed(book.draft(), language="fi").state == "unconfirmed"


def test_a_wrong_address_is_corrected_and_the_old_link_works_no_more(teller):
    here, deed = sent(teller, **{"contact.email": "kasia@kemi.example"})
    old = teller.link(deed, purpose="deed-confirm")
    assert teller.post(f"{here}/sent", {"email": "x"}).status_code == 422
    for _ in range(2):
        answer = teller.post(f"{here}/sent", {"email": "kaisa@kemi.example"})
        assert answer.location == f"{here}/sent"
    deed = stored(deed)
    assert [e["action"] for e in deed.history].count("request_link") == 1
    assert deed.author["email"] == deed.content["contact"]["email"] == "kaisa@kemi.example"
    assert deed.history[-1]["data"]["purpose"] == "deed-confirm"
    assert teller.get(old).status_code == 410
    assert teller.get(teller.link(deed, purpose="deed-confirm")).status_code == 200


def test_the_address_of_a_confirmed_deed_is_not_changed_through_the_draft(teller):
    here, deed = sent(teller)
    page = teller.get(f"{here}/sent").text
    telling.confirm_deed(deed)
    answer = teller.post(f"{here}/sent", {"email": "varas@kemi.example"}, page=page)
    assert "on its own page" in answer.text
    assert stored(deed).author["email"] == "kaisa@kemi.example"
    with pytest.raises(TransitionNotAllowed):
        telling.mail_confirmation(stored(deed), email="varas@kemi.example")


def test_opening_the_link_changes_nothing_and_the_button_confirms_once(teller):
    _here, deed = sent(teller)
    link = teller.link(deed, purpose="deed-confirm")
    page = teller.get(link)
    teller.client.head(link)
    assert ANSWERS["title"] in page.text and page.headers["Cache-Control"] == "no-store"
    assert stored(deed).state == "unconfirmed"
    answers = [teller.post(link, page=page.text) for _ in range(2)]
    deed = stored(deed)
    assert deed.state == "submitted" and deed.submitted_at
    assert [entry["action"] for entry in deed.history].count("confirm") == 1
    assert [task["name"] for task in deed.tasks] == ["check"]
    assert all("/deeds/mine/" in answer.location for answer in answers)
    assert "your address is confirmed" in teller.get(answers[0].location).text


def test_confirming_tells_which_tip_led_to_the_deed(app):
    deed = book.unconfirmed()
    Deed.objects(id=deed.id).update(tip_id="tip-1")
    confirmed = telling.confirm_deed(stored(deed))
    assert confirmed.history[-1]["data"]["tip_id"] == "tip-1"


def test_a_deed_that_nobody_confirms_is_deleted_after_thirty_days(teller):
    here, deed = sent(teller)
    link = teller.link(deed, purpose="deed-confirm")
    Deed.objects.update(outbox=[])  # told and delivered
    assert fire_due(Deed, ambient.now() + timedelta(days=31)) >= 1
    assert fire_due(Deed, ambient.now() + timedelta(days=31)) >= 0
    assert stored(deed).state == "expired"
    Deed.objects.update(outbox=[])
    assert telling.delete_expired_deeds() == 1
    assert teller.get(f"{here}/sent").status_code == 410
    assert teller.get(link).status_code == 410


def test_one_address_is_not_flooded_with_mails_of_many_drafts(app):
    for number in range(5):
        telling.send_deed(book.draft(title=f"Teko {number}"), language="fi")
    with pytest.raises(TransitionNotAllowed, match="too_many"):
        telling.send_deed(book.draft(title="Kuudes"), language="fi")


def test_every_page_speaks_the_language_of_its_reader(app):
    for language, heading in (("fi", "Kerro kehittämisteosta"), ("sv", "Berätta om en")):
        teller = Teller(app, language)
        here = teller.begin()
        assert heading in teller.read(here)
        teller.write(here, title=f"Teko {language}")
        for page in ("/keep", "/help", "/test", "/check"):
            text = teller.read(here + page)
            for english in ("Send the deed", "Mail me", "Ask for help", "See the result"):
                assert english not in text

"""The office's pages of newsletters and letters: what they say and what they store."""

import re

import pytest

from services.notifications import audience
from services.notifications.app import create_app
from services.notifications.delivery.bulletins import BulletinLoop
from services.notifications.documents import SERVICE, Bulletin, Message, Subscriber
from services.notifications.smtp import LOST_AFTER_CONTENT, Deferred, Refused
from services.notifications.workflow.bulletin import CONTACT_LETTER
from shared.roles import Role
from tests.integration.notifications.lists import draft, move, run, sending, stored, subscribed
from tests.integration.notifications.test_bulletins import FakeMailer
from tests.support.apps import app_on
from tests.support.desk import Desk, hidden_fields

HOME = "/staff/bulletins"
ANNA, BEN, CIA = "anna@kunta.example", "ben@kunta.example", "cia@kunta.example"
ANSWERS = {
    "kind": "newsletter",
    "title_fi": "Marraskuun <b>kirje</b>",
    "text_fi": "# Hei\n\n<script>alert(1)</script> [x](javascript:alert(1)) **tärkeää**",
}


@pytest.fixture
def app(store, connected):
    app = app_on(store, SERVICE, create_app)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def desk(app):
    return Desk(app, Role.STAFF)


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def test_a_letter_is_written_looked_at_tried_and_sent(desk):
    subscribed(ANNA)
    page = desk.post(f"{HOME}/new", **ANSWERS)
    letter = Bulletin.objects.get()
    assert letter.title["fi"] == ANSWERS["title_fi"]
    assert "Marraskuun &lt;b&gt;kirje&lt;/b&gt;" in page.text
    here = f"{HOME}/{letter.id}"
    preview = desk.get(f"{here}/preview")
    assert "<script>" not in preview.text.split("<main")[1]
    frame = desk.get(f"{here}/html/fi")
    assert "&lt;script&gt;" in frame.text and "<script>" not in frame.text
    assert "javascript:alert(1)" in frame.text and 'href="javascript' not in frame.text
    assert "sandbox" in frame.headers["Content-Security-Policy"]
    desk.post(f"{here}/test", hidden_fields(preview.text))
    assert Message.objects.get().recipient.email == "ville@kunteko.example"
    audience_page = desk.get(f"{here}/audience")
    assert "Send to 1 recipient" in audience_page.text and ANNA in audience_page.text
    after = desk.post(f"{here}/send", hidden_fields(audience_page.text))
    assert "Sending to 1 recipient has started." in after.text and "Being sent" in after.text
    assert stored(letter).state == "sending"


def test_a_second_click_on_save_makes_no_second_letter(desk):
    hidden = desk.hidden(f"{HOME}/new")
    first = desk.post(f"{HOME}/new", hidden, follow=False, **ANSWERS)
    second = desk.post(f"{HOME}/new", hidden, follow=False, **ANSWERS)
    assert first.headers["Location"] == second.headers["Location"]
    assert Bulletin.objects.count() == 1


def test_what_was_typed_stays_when_something_is_wrong(desk):
    answers = {**ANSWERS, "title_fi": "", "text_sv": "Hej på er", "text_fi": "sana " * 13_000}
    page = desk.post(f"{HOME}/new", **answers)
    assert page.status_code == 422
    assert "Hej på er" in page.text
    assert "The text has no title in this language." in page.text
    assert "can have at most 60" in page.text
    assert Bulletin.objects.count() == 0


def test_a_stale_page_changes_nothing_and_keeps_what_was_typed(desk):
    letter = draft()
    here = f"{HOME}/{letter.id}/edit"
    hidden = desk.hidden(here)
    desk.post(here, hidden, **ANSWERS)
    stale = desk.post(here, {**hidden, "key": "0" * 32}, **{**ANSWERS, "title_fi": "Toinen"})
    assert stale.status_code == 409
    assert 'value="Toinen"' in stale.text
    assert stored(letter).title["fi"] == ANSWERS["title_fi"]


def test_the_dry_run_lists_exactly_who_gets_it_and_in_which_language(desk, monkeypatch):
    monkeypatch.setattr(audience, "IN_ONE_PART", 5)
    everybody = [f"lukija{number}@kunta.example" for number in range(30)]
    subscribed(*everybody)
    subscribed(BEN, language="en", kinds=["newsletter", CONTACT_LETTER], name="=Ben, kunta")
    subscribed(CIA, state="left")
    letter = draft()
    here = f"{HOME}/{letter.id}/audience"
    first = desk.get(here)
    assert "31 recipients: Newsletter." in words_of(first)
    assert "(not written in their language)" in first.text
    second = desk.get(re.search(r'href="([^"]*\?after=[^"]*)"', first.text)[1])
    shown = re.findall(r'"break">([^<]+@[^<]+)<', first.text + second.text)
    assert sorted(shown) == sorted([*everybody, BEN])
    table = desk.get(f"{here}.csv").get_data(as_text=True)
    rows = table.lstrip("\ufeff").splitlines()
    assert len(rows) == 32 and CIA not in table
    assert f"{BEN};'=Ben, kunta;;English;Suomi" in rows
    assert f"{BEN} gets the letter." in words_of(desk.get(f"{here}?address={BEN.upper()}"))
    assert f"{CIA} does not get the letter." in words_of(desk.get(f"{here}?address={CIA}"))


def test_sending_asks_again_when_the_count_has_changed(desk):
    subscribed(ANNA)
    letter = draft()
    here = f"{HOME}/{letter.id}"
    seen = desk.hidden(f"{here}/audience")
    subscribed(BEN)
    answer = desk.post(f"{here}/send", seen)
    assert answer.status_code == 409
    assert "The number of recipients has changed" in answer.text
    assert "Send to 2 recipients" in answer.text
    assert stored(letter).state == "draft"
    desk.post(f"{here}/send", hidden_fields(answer.text))
    assert stored(letter).audience == 2


@pytest.mark.parametrize("count", ["", "-1", "x", "1; drop", "99999999999"])
def test_a_form_that_does_not_say_how_many_sends_nothing(desk, count):
    subscribed(ANNA)
    letter = draft()
    here = f"{HOME}/{letter.id}"
    hidden = desk.hidden(f"{here}/audience")
    assert desk.post(f"{here}/send", {**hidden, "count": count}).status_code == 409
    assert stored(letter).state == "draft"


def test_the_page_tells_how_far_it_is_and_whom_it_did_not_reach(desk, connected, clock):
    subscribed(ANNA, BEN, CIA)
    letter = sending()
    fake = FakeMailer()
    fake.said = {
        ANNA: Refused("550 5.1.1 <b>no such</b> mailbox"),
        BEN: Deferred(f"{LOST_AFTER_CONTENT} (timeout)"),
    }
    run(BulletinLoop(connected, [fake]))
    here = f"{HOME}/{letter.id}"
    page = words_of(desk.get(here))
    assert "Sent to 1 of 3 recipients" in page
    for state in ("Unclear", "Failed", "Sent"):
        assert re.search(rf"State {state} Recipients 1\b", page)
    failed = desk.get(f"{here}/recipients/failed")
    assert ANNA in failed.text and "550 5.1.1 &lt;b&gt;no such&lt;/b&gt; mailbox" in failed.text
    rows = desk.get(f"{here}/not-reached.csv").get_data(as_text=True)
    assert ANNA in rows and BEN in rows and CIA not in rows
    unclear = desk.get(f"{here}/recipients/unclear")
    assert BEN in unclear.text and "may get the same letter twice" in unclear.text
    Subscriber.objects(email=ANNA).update(email="", state="left")
    assert "(has left, the address is deleted)" in desk.get(f"{here}/recipients/failed").text
    fake.said = {}
    desk.post(f"{here}/send_unclear", hidden_fields(unclear.text))
    clock.forward(seconds=1)
    run(BulletinLoop(connected, [fake]))
    assert fake.sent == [CIA, BEN]


def test_pause_go_on_and_cancel_from_the_page(desk, connected, clock):
    subscribed(ANNA)
    letter = sending()
    here = f"{HOME}/{letter.id}"
    page = desk.get(here)
    assert f"{here}/cancel" not in page.text
    hidden = hidden_fields(page.text)
    assert "Sending is paused." in desk.post(f"{here}/pause", hidden).text
    desk.post(f"{here}/pause", hidden)  # a second click
    assert stored(letter).state == "paused"
    assert "The letter has changed" in desk.post(f"{here}/resume", hidden | {"key": "1" * 32}).text
    desk.post(f"{here}/cancel", desk.hidden(here))
    assert stored(letter).state == "cancelled"
    fake = FakeMailer()
    run(BulletinLoop(connected, [fake]))
    assert fake.sent == []


def test_a_letter_on_its_way_cannot_be_edited(desk):
    subscribed(ANNA)
    letter = sending()
    here = f"{HOME}/{letter.id}/edit"
    answer = desk.post(here, **ANSWERS)
    assert answer.status_code == 409
    assert stored(letter).title["fi"] == "Marraskuun kirje"


def test_the_list_is_by_state_newest_first(desk, clock):
    draft(title={"fi": "Vanhempi"})
    clock.forward(minutes=1)
    cancelled = draft(title={"fi": "Uudempi"})
    move(cancelled, "cancel")
    page = desk.get(HOME).text
    assert page.index("Uudempi") < page.index("Vanhempi")
    assert "Vanhempi" not in desk.get(f"{HOME}?state=cancelled").text
    assert desk.get(f"{HOME}?state=nonsense&page=x").status_code == 200


def test_an_auditor_reads_and_changes_nothing(app):
    letter = draft()
    desk = Desk(app, Role.AUDITOR)
    for step in ("edit", "test", "send", "pause", "resume", "cancel", "send_unclear"):
        assert desk.post(f"{HOME}/{letter.id}/{step}", {}).status_code == 403
    assert desk.post(f"{HOME}/new", {}, **ANSWERS).status_code == 403
    for page in ("", "/preview", "/audience", "/audience.csv", "/recipients/failed"):
        assert desk.get(f"{HOME}/{letter.id}{page}").status_code == 200
    assert Bulletin.objects.count() == 1


def test_nobody_sees_it_unsigned_and_what_is_not_there_is_not_found(app, desk):
    assert Desk(app).get(HOME).status_code == 303
    letter = draft()
    for path in ("/nothing", f"/{letter.id}/html/en", f"/{letter.id}/recipients/sent"):
        assert desk.get(HOME + path).status_code == 404

"""Within a minute: why a mail did not arrive, and what somebody does about it."""

import itertools
import re
from dataclasses import replace

import pytest

from services.notifications import intake
from services.notifications.delivery.mails import deliver_due
from services.notifications.documents import MailContent, Message, ReturnedMail
from services.notifications.handlers.queueing import queue_mail
from services.notifications.handlers.returned import read_returned
from services.notifications.mails import others, to_applicant
from services.notifications.verp import return_address
from shared.links import read_link
from tests.support.events import event
from tests.support.office import AUDITOR, AUDITOR_TOKEN, bearer, browser, office_on, words
from tests.unit.notifications import returned_samples as samples

MAIJA = "maija.meikalainen@porvoo.example"
RIGHT = "maija@oikea.example"


@pytest.fixture
def settings_here(mail_settings):
    return replace(mail_settings, bounce_address="palautukset@kunteko.example")


@pytest.fixture
def client(connected, store):
    return browser(office_on(store))


@pytest.fixture
def auditor(connected, store):
    return browser(office_on(store), AUDITOR)


@pytest.fixture
def mail(settings_here):
    told = event("application.information_given.v1")
    written = to_applicant.answer_received(told, settings_here)
    return queue_mail(written, settings_here, cause="event-1", event=told)


@pytest.fixture
def failed(settings_here, mailer, smtp_sink, mail):
    smtp_sink.refuse(mail.recipient.email, "550 5.1.1 no such mailbox")
    deliver_due(settings_here, mailer)
    smtp_sink.accept_again()
    return stored(mail)


@pytest.fixture
def bounced(settings_here, mailer, mail):
    deliver_due(settings_here, mailer)
    comes_back(settings_here, mail, samples.POSTFIX.replace("maija@kunta.example", MAIJA))
    return stored(mail)


def comes_back(settings, mail, text, sender=""):
    key = intake.keep(return_address(settings, mail.id), sender, text.encode())
    read_returned(settings)
    return key


def stored(mail):
    return Message.objects(id=mail.id).get()


def page_of(client, mail):
    return words(client.get(f"/staff/mails/{mail.id}"))


def correct(client, mail, email, version=None):
    seen = {"version": str(version or mail.version), "email": email}
    return client.post(f"/staff/mails/{mail.id}/readdress", data=seen)


# -- why


def test_the_page_begins_with_the_reason_and_what_to_do(client, failed):
    page = page_of(client, failed)
    assert "There is no such mailbox. The address is most likely mistyped" in page
    assert "What to do: Check the address, if need be by telephone, and correct it." in page
    assert page.index("There is no such mailbox") < page.index("Attempts to deliver it")


def test_a_mail_that_came_back_says_so_in_both_tongues(client, bounced):
    page = page_of(client, bounced)
    assert "The mail server took the mail, but it came back" in page
    assert "There is no such mailbox" in page
    assert "User unknown in local recipient table" in page
    assert "Did not arrive" in page


def test_a_mail_that_is_tried_again_says_when(client, settings_here, mailer, smtp_sink, mail):
    smtp_sink.refuse(MAIJA, "450 4.2.0 Greylisted, try again in 300 seconds")
    deliver_due(settings_here, mailer)
    page = page_of(client, mail)
    assert "lets mails from new senders wait a while" in page
    assert "Next attempt:" in page and "It is tried until" in page


def test_an_automatic_answer_stands_on_the_page_of_a_mail_that_arrived(
    client, settings_here, mailer, mail
):
    deliver_due(settings_here, mailer)
    comes_back(settings_here, mail, samples.VACATION)
    page = page_of(client, mail)
    assert "Automatic answer" in page and "Automaattinen vastaus" in page
    assert "What to do" not in page


def test_what_the_other_side_says_is_shown_as_text(client, settings_here, mailer, mail):
    deliver_due(settings_here, mailer)
    hostile = samples.POSTFIX.replace("User unknown", "<script>alert(1)</script>")
    key = comes_back(settings_here, mail, hostile)
    for path in (mail.id, f"returned/{key}", "returned"):
        page = client.get(f"/staff/mails/{path}").get_data(as_text=True)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


# -- correct the address


def test_the_same_mail_goes_to_the_corrected_address_with_links_of_its_own(
    client, failed, settings_here, mailer, smtp_sink
):
    before = failed.content
    answer = correct(client, failed, RIGHT)
    assert answer.status_code == 303
    message = stored(failed)
    assert (message.state, message.recipient.email) == ("queued", RIGHT)
    assert message.message_id == failed.message_id
    assert message.content_id == f"{failed.id}.2"
    # what was written before stays as it was
    assert MailContent.objects.get(id=before.id).raw == before.raw
    assert deliver_due(settings_here, mailer) == 1
    (letter,) = smtp_sink.to(RIGHT)
    token = re.search(r"/sparring/status/([\w.=-]+)", message.content.text)[1]
    link = read_link(settings_here, "status", token)
    assert link.recipient == RIGHT
    old = read_link(settings_here, "status", re.search(r"/status/([\w.=-]+)", before.text)[1])
    assert (old.recipient, old.case_id) == (MAIJA, link.case_id)
    assert message.history[-1]["data"]["old_recipient"] == MAIJA
    assert f"{MAIJA} → {RIGHT}" in page_of(client, message)


NO_ADDRESSES = (
    *("", "maija", "maija@kunta", "päivi@kunta.example"),
    "maija@kunta.example\nBcc: x@y.example",
)


def test_an_address_that_is_none_is_asked_for_again(client, failed):
    for email in NO_ADDRESSES:
        answer = correct(client, failed, email)
        assert answer.status_code == 422, email
        assert email.partition("\n")[0] in answer.get_data(as_text=True)
    assert stored(failed).state == "failed"


def test_the_address_that_did_not_work_is_no_correction(client, failed):
    answer = correct(client, failed, MAIJA.upper())
    assert answer.status_code == 422
    assert "The mail has gone to this very address" in words(answer)


def test_two_at_once_and_a_stale_page_send_nothing(client, failed):
    assert correct(client, failed, RIGHT).status_code == 303
    assert correct(client, failed, "toinen@oikea.example").status_code == 409
    assert stored(failed).recipient.email == RIGHT
    assert (
        correct(client, failed, "toinen@oikea.example", stored(failed).version).status_code == 409
    )


def test_an_auditor_corrects_nothing(auditor, failed):
    page = auditor.get(f"/staff/mails/{failed.id}").get_data(as_text=True)
    assert "550 5.1.1" in page and "/readdress" not in page and "/discard" not in page
    assert correct(auditor, failed, RIGHT).status_code == 403


def test_a_mail_on_its_way_cannot_be_corrected(client, mail):
    assert correct(client, mail, RIGHT).status_code == 409
    assert "readdress" not in client.get(f"/staff/mails/{mail.id}").get_data(as_text=True)


def test_a_sign_in_link_is_over_before_anybody_could_correct_it(
    client, settings_here, mailer, smtp_sink
):
    mail = queue_mail(
        others.sign_in(event("sign_in.requested.v1"), settings_here), settings_here, cause="e-2"
    )
    smtp_sink.refuse(mail.recipient.email, "550 5.1.1 no such mailbox")
    deliver_due(settings_here, mailer)
    page = client.get(f"/staff/mails/{mail.id}").get_data(as_text=True)
    assert "/readdress" not in page and "/resend" not in page
    assert correct(client, stored(mail), RIGHT).status_code == 409


def test_a_mail_that_came_back_is_sent_again_or_given_up(client, bounced):
    path = f"/staff/mails/{bounced.id}"
    assert client.post(f"{path}/resend", data={"version": bounced.version}).status_code == 303
    assert stored(bounced).state == "queued"
    said = {"version": stored(bounced).version, "reason": "Soitettu"}
    assert client.post(f"{path}/discard", data=said).status_code == 303
    assert stored(bounced).state == "discarded"


def test_by_the_api_too(client, failed):
    path = f"/api/v1/mails/{failed.id}/readdress?version={failed.version}"
    assert client.post(path, json={"email": RIGHT}).status_code == 401
    assert (
        client.post(path, json={"email": RIGHT}, headers=bearer(AUDITOR_TOKEN)).status_code == 403
    )
    assert client.post(path, json={"email": "x"}, headers=bearer()).status_code == 422
    same = client.post(path, json={"email": MAIJA}, headers=bearer())
    assert same.status_code == 422 and "very address" in same.get_data(as_text=True)
    done = client.post(path, json={"email": RIGHT}, headers=bearer()).get_json()
    assert (done["state"], done["recipient"]["email"]) == ("queued", RIGHT)
    assert client.post(path, json={"email": RIGHT}, headers=bearer()).status_code == 409


# -- the list


FOUND = {
    "state=bounced": True,
    "state=failed": False,
    "kind=answer_received": True,
    "kind=decision": False,
    "since=1.1.2026": True,
    "until=1.1.2026": False,
    "since=99.99.2026&until=<script>": True,
}


def test_mails_are_found_by_state_kind_and_day(client, bounced):
    for query, found in FOUND.items():
        page = words(client.get(f"/staff/mails?{query}"))
        assert (MAIJA in page) is found, query


def test_mails_are_found_by_subject_and_message_id(client, bounced):
    for text in (bounced.subject[3:15].upper(), bounced.message_id):
        assert MAIJA in words(client.get("/staff/mails", query_string={"q": text}))


def test_the_list_is_a_spreadsheet_too_and_runs_nothing(client, bounced):
    Message.objects(id=bounced.id).update(subject="=HYPERLINK(1)")
    answer = client.get("/staff/mails/export.csv?state=bounced")
    rows = answer.get_data().decode("utf-8-sig").splitlines()
    assert answer.mimetype == "text/csv" and len(rows) == 2
    assert MAIJA in rows[1] and "User unknown" in rows[1]
    assert ";'=HYPERLINK(1);" in rows[1]
    nothing = client.get("/staff/mails/export.csv?state=failed").get_data(as_text=True)
    assert len(nothing.splitlines()) == 1


# -- what came back


def test_what_came_back_is_listed_by_what_it_says(client, bounced, settings_here):
    intake.keep(return_address(settings_here, "f" * 32), "", samples.HUMAN.encode())
    read_returned(settings_here)
    page = words(client.get("/staff/mails/returned"))
    assert "All 2" in page and "Did not arrive 1" in page and "About no mail of ours 1" in page
    foreign = words(client.get("/staff/mails/returned?verdict=foreign"))
    assert "Re: Tilaus" in foreign and MAIJA not in foreign


def test_what_came_back_is_read_without_the_links_of_our_mail(client, mail, mailer, settings_here):
    deliver_due(settings_here, mailer)
    sent = stored(mail)
    quoted = samples.HUMAN + "\n\n> " + sent.content.text.replace("\n", "\n> ")
    key = comes_back(settings_here, sent, quoted, "maija@kunta.example")
    page = client.get(f"/staff/mails/returned/{key}")
    text = page.get_data(as_text=True)
    assert "mitä se tarkoittaa?" in text and sent.subject in text
    assert "/sparring/status/…" in text
    assert not re.search(r"/sparring/status/[\w]", text)
    assert page.headers["Cache-Control"] == "no-store"


def test_whatever_came_back_can_be_looked_at(client, settings_here):
    for raw in (b"", b"\0\xff" * 500, b"Content-Type: multipart/x; boundary=b\n\n"):
        key = intake.keep(return_address(settings_here, "f" * 32), "", raw)
        read_returned(settings_here)
        assert client.get(f"/staff/mails/returned/{key}").status_code == 200


def test_what_came_back_is_for_staff(client, auditor, bounced):
    key = ReturnedMail.objects.get().id
    assert auditor.get(f"/staff/mails/returned/{key}").status_code == 200
    stranger = client.application.test_client()
    for path in ("returned", f"returned/{key}", "export.csv"):
        assert stranger.get(f"/staff/mails/{path}").status_code == 303
    assert client.get("/staff/mails/returned/nothing").status_code == 404


def test_the_figures_tell_what_came_back(client, bounced):
    metrics = client.get("/metrics").get_data(as_text=True)
    assert 'kunteko_mails_returned{verdict="bounced"} 1.0' in metrics
    assert 'kunteko_mails_returned{verdict="unread"} 0.0' in metrics


def test_everything_is_said_in_the_readers_language(client, bounced):
    pages = [f"/staff/mails/{bounced.id}", "/staff/mails/returned", "/staff/mails"]
    pages.append(f"/staff/mails/returned/{ReturnedMail.objects.get().id}")
    for path, language in itertools.product(pages, ("fi", "sv")):
        page = words(client.get(f"{path}?lang={language}"))
        for english in ("mailbox", "What ", "Came back", "Did not", "Correct ", "Until", "Address"):
            assert english not in page, (path, english)

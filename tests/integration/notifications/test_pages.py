"""What staff, subscribers and the reader of the local mailbox see."""

import re
import smtplib
from dataclasses import replace

import pytest

from services.notifications.app import create_app
from services.notifications.delivery.mails import deliver_due
from services.notifications.documents import CaughtMail, Message, RoundWatch
from services.notifications.handlers.queueing import queue_mail
from services.notifications.mailbox import catcher
from services.notifications.mails import awards, deeds, others, to_applicant, to_expert
from services.notifications.smtp import SmtpMailer
from shared.roles import Role
from shared.settings import ApiToken
from shared.workflow.perform import perform
from shared.workflow.table import Actor
from tests.support.events import event
from tests.support.ports import free_port

TOKEN, AUDITOR_TOKEN = "s" * 40, "a" * 40
VILLE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
PEOPLE = {"staff": "ville@kunteko.example", "auditor": "aino@kunteko.example"}


@pytest.fixture
def web_settings(mail_settings):
    tokens = (
        ApiToken(TOKEN, "työkalu", (Role.STAFF,)),
        ApiToken(AUDITOR_TOKEN, "arviointi", (Role.AUDITOR,)),
    )
    return replace(mail_settings, mailbox=True, mailbox_port=free_port(), api_tokens=tokens)


@pytest.fixture
def app(web_settings):
    app = create_app(web_settings)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(app):
    client = app.test_client()
    client.get("/subscriptions/round-opening?lang=en")
    return client


def signed_in(client, who="staff"):
    with client.session_transaction() as session:
        session["person"] = {"email": PEOPLE[who]}
    return client


def released(builder, settings):
    """A mail that somebody at the office has seen and released."""
    mail = builder(event("application.granted.v1"), settings)
    message = queue_mail(mail, settings, cause="event-1")
    return perform(message, "release", VILLE)


@pytest.fixture
def decision(web_settings):
    return released(to_applicant.decision, web_settings)


@pytest.fixture
def order(web_settings):
    return released(to_expert.order, web_settings)


@pytest.fixture
def failed(web_settings, mailer, smtp_sink, decision):
    smtp_sink.refuse(decision.recipient.email, "550 5.1.1 no such mailbox")
    deliver_due(web_settings, mailer)
    smtp_sink.accept_again()
    return Message.objects(id=decision.id).get()


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


# -- staff


def test_the_list_is_for_staff(client, decision):
    assert client.get("/staff/mails").status_code == 303
    assert client.get(f"/staff/mails/{decision.id}/html").status_code == 303
    page = text_of(signed_in(client).get("/staff/mails"))
    assert "maija.meikalainen@porvoo.example" in page
    assert "Päätös sparrauksesta, SP-2026-0007" in page


def test_tabs_count_by_state_and_show_only_that_state(client, failed, order):
    signed_in(client)
    page = text_of(client.get("/staff/mails"))
    tabs = "All 2 To be checked 0 On hold 0 On its way 1 Sent 0 Failed 1 Returned 0 Discarded 0"
    assert tabs in page
    only = text_of(client.get("/staff/mails?state=failed"))
    assert "There is no such mailbox" in only
    assert "petri.sparraaja" not in only


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=MAIJA.MEIK", True),
        ("q=sp-2026-0007", True),
        ("q=nobody@x.example", False),
        ("q=.*", False),
        ("about=0d9c8b7a6f5e4d3c2b1a09182736e5f4", True),
        ("about=another", False),
        ("state=sent", False),
        ("state=no-such-state&page=x", True),
    ],
)
def test_mails_are_found_by_address_reference_and_case(client, decision, query, found):
    page = text_of(signed_in(client).get(f"/staff/mails?{query}"))
    assert ("maija.meikalainen@porvoo.example" in page) is found
    assert ("No mails here" in page) is not found


def test_a_failed_mail_says_why_in_plain_words_and_in_the_servers(client, failed):
    page = text_of(signed_in(client).get(f"/staff/mails/{failed.id}"))
    assert "The mail did not reach the recipient" in page
    assert "The mail server refused the mail for good" in page
    assert "550 5.1.1 no such mailbox" in page


def test_resending_says_whom_it_mails_and_does_it(client, failed, web_settings, mailer, smtp_sink):
    signed_in(client)
    page = text_of(client.get(f"/staff/mails/{failed.id}"))
    assert "This sends an e-mail to: Maija Meikäläinen, maija.meikalainen@porvoo.example" in page
    answer = client.post(f"/staff/mails/{failed.id}/resend", data={"version": failed.version})
    assert answer.status_code == 303
    assert deliver_due(web_settings, mailer) == 1
    assert len(smtp_sink.to("maija.meikalainen@porvoo.example")) == 1
    assert "Put back to be sent" in text_of(client.get(f"/staff/mails/{failed.id}"))


def test_a_second_click_on_send_again_is_refused(client, failed):
    signed_in(client)
    statuses = [
        client.post(
            f"/staff/mails/{failed.id}/resend", data={"version": failed.version}
        ).status_code
        for _ in range(2)
    ]
    assert statuses == [303, 409]


def test_discarding_needs_a_reason_that_colleagues_see(client, failed):
    signed_in(client)
    path = f"/staff/mails/{failed.id}"
    assert client.post(f"{path}/discard", data={"reason": " "}).status_code == 422
    reason = {"reason": "Hän vaihtoi työtä", "version": str(failed.version)}
    assert client.post(f"{path}/discard", data={"reason": "Hän vaihtoi työtä"}).status_code == 409
    assert client.post(f"{path}/discard", data=reason).status_code == 303
    page = text_of(client.get(path))
    assert "Hän vaihtoi työtä" in page
    assert "Send again" not in page
    assert Message.objects(id=failed.id).get().state == "discarded"


def test_an_auditor_reads_but_does_nothing(client, failed):
    signed_in(client, "auditor")
    page = text_of(client.get(f"/staff/mails/{failed.id}"))
    assert "550 5.1.1" in page
    assert "Send again" not in page
    assert client.post(f"/staff/mails/{failed.id}/resend").status_code == 403
    assert client.post(f"/staff/mails/{failed.id}/discard", data={"reason": "x"}).status_code == 403


def test_staff_see_the_mail_but_not_its_personal_links(client, order, web_settings):
    signed_in(client)
    for path in (f"/staff/mails/{order.id}", f"/staff/mails/{order.id}/html"):
        page = client.get(path).get_data(as_text=True)
        assert "Katso ja vahvista tilaus" in page
        assert not re.search(r"/sparring/order/[\w]", page)
    sign_in = queue_mail(
        others.sign_in(event("sign_in.requested.v1"), web_settings), web_settings, cause="event-2"
    )
    page = client.get(f"/staff/mails/{sign_in.id}").get_data(as_text=True)
    assert not re.search(r"/account/sign-in/[\w]", page)


def test_a_mail_of_the_marketplace_leads_to_its_case_and_hides_its_personal_link(
    client, web_settings
):
    signed_in(client)
    jury = awards.jury_invitation(event("award.juror_invited.v1"), web_settings)
    for kind, mail in (
        ("deeds", deeds.published(event("deed.published.v1"), web_settings)),
        ("awards", jury),
    ):
        stored = queue_mail(mail, web_settings, cause="event-1")
        case = f'href="/staff/{kind}/{mail.about}"'
        assert case in client.get("/staff/mails").get_data(as_text=True)
        page = client.get(f"/staff/mails/{stored.id}").get_data(as_text=True)
        assert case in page
        assert "/deeds/142-sairaala-ilman-seinia" in page or kind == "awards"
        assert not re.search(r"/(deeds/mine|jury)/[\w]", page)


def test_the_frame_can_neither_run_nor_load_nor_be_framed_elsewhere(client, decision):
    answer = signed_in(client).get(f"/staff/mails/{decision.id}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("; sandbox")
    assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
    page = signed_in(client).get(f"/staff/mails/{decision.id}")
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]


def test_attachments_are_saved_and_never_opened(client, web_settings):
    signed_in(client)
    accepted = to_applicant.accepted(event("application.order_accepted.v1"), web_settings)
    mail = queue_mail(accepted, web_settings, cause="event-1")
    answer = client.get(f"/staff/mails/{mail.id}/attachments/1")
    assert answer.data.startswith(b"BEGIN:VCALENDAR")
    assert answer.headers["Content-Disposition"] == "attachment; filename=sparraus.ics"
    for number in (0, 2):
        assert client.get(f"/staff/mails/{mail.id}/attachments/{number}").status_code == 404


def test_a_mail_that_is_not_there_is_not_found(client):
    assert signed_in(client).get("/staff/mails/nothing").status_code == 404


@pytest.mark.parametrize(("language", "words"), [("fi", "Viestit"), ("sv", "Meddelanden")])
def test_staff_read_in_their_language(client, failed, language, words):
    page = text_of(signed_in(client).get(f"/staff/mails/{failed.id}?lang={language}"))
    assert words in page
    for english in ("Attempts to deliver", "Send again", "Recipient", "Discard"):
        assert english not in page


# -- JSON


def bearer(token=TOKEN):
    return {"Authorization": f"Bearer {token}"}


def test_the_api_lists_and_shows_without_personal_links(client, failed, order):
    listed = client.get("/api/v1/mails?state=failed", headers=bearer()).get_json()
    assert [mail["id"] for mail in listed["mails"]] == [failed.id]
    assert listed["total"] == 1
    shown = client.get(f"/api/v1/mails/{order.id}", headers=bearer(AUDITOR_TOKEN)).get_json()
    assert shown["recipient"]["email"] == "petri.sparraaja@tyontaito.example"
    assert not re.search(r"/sparring/order/[\w]", shown["text"])


def test_the_api_resends_once_and_discards_with_a_reason(client, failed):
    path = f"/api/v1/mails/{failed.id}"
    again = client.post(f"{path}/resend?version={failed.version}", headers=bearer())
    assert again.get_json()["state"] == "queued"
    assert (
        client.post(f"{path}/resend?version={failed.version}", headers=bearer()).status_code == 409
    )
    assert client.post(f"{path}/discard", json={}, headers=bearer()).status_code == 422
    gone = client.post(f"{path}/discard", json={"reason": "turha"}, headers=bearer())
    assert gone.get_json()["state"] == "discarded"


def test_the_api_asks_for_a_token_with_the_role(client, failed):
    path = f"/api/v1/mails/{failed.id}/resend"
    assert client.post(path).status_code == 401
    assert client.post(path, headers=bearer(AUDITOR_TOKEN)).status_code == 403
    assert client.get("/api/v1/mails?state=lost", headers=bearer()).status_code == 422


def test_the_api_is_described(client):
    paths = client.get("/api/v1/openapi/notifications.json").get_json()["paths"]
    assert set(paths) >= {
        "/api/v1/mails",
        "/api/v1/mails/{key}",
        "/api/v1/mails/{key}/resend",
        "/api/v1/mails/{key}/readdress",
        "/api/v1/mails/{key}/discard",
    }


def test_metrics_count_mails_by_state(client, failed):
    metrics = client.get("/metrics").get_data(as_text=True)
    assert 'kunteko_mails{state="failed"} 1.0' in metrics


# -- subscriptions


def test_leaving_an_address_twice_looks_the_same_and_is_kept_once(client):
    answers = [
        client.post(
            "/subscriptions/round-opening", data={"email": "kaisa@kunta.example", "language": "sv"}
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {answer.headers["Location"] for answer in answers} == {
        "/subscriptions/round-opening/done"
    }
    assert [watch.language for watch in RoundWatch.objects] == ["sv"]
    assert Message.objects.count() == 1


@pytest.mark.parametrize("email", ["", "not an address", "a@b", "x" * 300 + "@kunta.example"])
def test_an_address_that_is_none_is_asked_for_again(client, email):
    answer = client.post("/subscriptions/round-opening", data={"email": email, "language": "fi"})
    assert answer.status_code == 422
    assert email.strip() in answer.get_data(as_text=True)
    assert RoundWatch.objects.count() == 0


def leave_path():
    return re.search(r"http://127.0.0.1:8000(\S+/leave/[^?]+)", Message.objects.get().content.text)[
        1
    ]


def test_looking_at_the_leave_page_changes_nothing_and_its_button_does(client):
    client.post(
        "/subscriptions/round-opening", data={"email": "kaisa@kunta.example", "language": "fi"}
    )
    path = leave_path()
    for _ in range(2):
        assert "kaisa@kunta.example" in text_of(client.get(path))
        client.head(path)
    assert RoundWatch.objects.count() == 1
    for _ in range(2):
        assert "We have deleted kaisa@kunta.example" in text_of(client.post(path))
    assert RoundWatch.objects.count() == 0


def test_a_forged_leave_link_is_not_found(client):
    assert client.get("/subscriptions/round-opening/leave/forged").status_code == 404
    assert client.post("/subscriptions/round-opening/leave/forged").status_code == 404


# -- the local mailbox


@pytest.fixture
def caught(web_settings):
    """The mail catcher, running, and settings that send to it."""
    server = catcher(web_settings)
    server.start()
    settings = replace(web_settings, smtp_host="127.0.0.1", smtp_port=web_settings.mailbox_port)
    mailer = SmtpMailer(settings)
    yield lambda: deliver_due(web_settings, mailer)
    mailer.close()
    server.stop(no_assert=True)


def test_a_sent_mail_lands_in_the_mailbox_and_opens(client, caught, web_settings):
    accepted = to_applicant.accepted(event("application.order_accepted.v1"), web_settings)
    mail = queue_mail(accepted, web_settings, cause="event-1")
    assert caught() == 1
    stored = Message.objects(id=mail.id).get()
    key = CaughtMail.objects.get().id
    assert stored.attempts[0]["words"] == f"250 2.0.0 kept in the mailbox as {key}"
    assert mail.subject in text_of(client.get("/mailbox"))
    page = client.get(f"/mailbox/{key}").get_data(as_text=True)
    assert f'src="/mailbox/{key}/html"' in page and "sparraus.ics" in page
    framed = client.get(f"/mailbox/{key}/html")
    html = framed.get_data(as_text=True)
    assert '<base target="_top">' in html and "_blank" not in html
    assert "/sparring/status/" in html
    assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "allow-scripts" not in framed.headers["Content-Security-Policy"]
    ics = client.get(f"/mailbox/{key}/attachments/1")
    assert ics.data.startswith(b"BEGIN:VCALENDAR")
    assert client.get(f"/mailbox/{key}/attachments/2").status_code == 404


def test_the_mailbox_is_filtered_by_address(client, caught, decision, order):
    assert caught() == 2
    page = text_of(client.get("/mailbox?to=PETRI"))
    assert order.subject in page and decision.subject not in page
    assert "No mail yet" in text_of(client.get("/mailbox?to=nobody"))


def test_a_mail_from_elsewhere_without_html_is_shown_as_text(client, caught, web_settings):
    with smtplib.SMTP("127.0.0.1", web_settings.mailbox_port) as server:
        server.sendmail(
            "x@x.example", ["y@y.example"], b"Subject: <b>hei</b>\r\n\r\n<script>1</script>\r\n"
        )
    page = client.get(f"/mailbox/{CaughtMail.objects.get().id}").get_data(as_text=True)
    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "&lt;b&gt;hei&lt;/b&gt;" in page
    assert "iframe" not in page


def test_there_is_no_mailbox_unless_it_is_switched_on(web_settings):
    app = create_app(replace(web_settings, mailbox=False))
    assert app.test_client().get("/mailbox").status_code == 404

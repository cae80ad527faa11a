"""Mails that come back: taken in by SMTP, kept once, read, noted on the mail they are about."""

import smtplib
from dataclasses import replace

import pytest

from services.notifications import intake
from services.notifications.delivery.mails import deliver_due
from services.notifications.documents import (
    BulletinRecipient,
    CaughtMail,
    Message,
    ReturnedMail,
    Subscriber,
)
from services.notifications.handlers import returned as reading
from services.notifications.handlers.queueing import queue_mail
from services.notifications.handlers.readdressing import readdress_mail
from services.notifications.handlers.returned import came_back_of, read_returned
from services.notifications.mailbox import catcher
from services.notifications.mails import to_applicant
from services.notifications.verp import return_address
from services.notifications.workflow.mail import BOUNCED, QUEUED, SENT
from shared.contracts import applications  # noqa: F401 (samples are read by its contracts)
from shared.roles import Role
from shared.workflow.table import Actor
from tests.support.events import event
from tests.support.ports import free_port
from tests.unit.notifications import returned_samples as samples

VILLE = Actor(Role.STAFF, "Ville", "ville@kunteko.example")
REPORT = samples.POSTFIX.replace("\n", "\r\n").encode()
MAIJA = "maija.meikalainen@porvoo.example"


@pytest.fixture
def bounce_settings(mail_settings):
    return replace(
        mail_settings,
        bounce_address="palautukset@kunteko.example",
        bounce_bind=f"127.0.0.1:{free_port()}",
    )


@pytest.fixture
def taking_in(bounce_settings):
    """The intake, running: a client that talks to it."""
    server = intake.server(bounce_settings)
    server.start()
    host, _, port = bounce_settings.bounce_bind.partition(":")
    with smtplib.SMTP(host, int(port)) as client:
        yield client
    server.stop(no_assert=True)


@pytest.fixture
def sent(bounce_settings, mailer):
    mail = to_applicant.answer_received(event("application.information_given.v1"), bounce_settings)
    queue_mail(mail, bounce_settings, cause="event-1")
    assert deliver_due(bounce_settings, mailer) == 1
    message = Message.objects.get()
    assert message.state == SENT
    return message


def comes_back(settings, key, text, sender=""):
    return intake.keep(return_address(settings, key), sender, text.encode())


def bounce_to(address):
    return samples.POSTFIX.replace("maija@kunta.example", address)


# -- the intake


def test_a_mail_to_a_return_address_is_kept_before_it_is_taken(taking_in, bounce_settings, sent):
    address = return_address(bounce_settings, sent.id)
    taking_in.sendmail("<>", [address.upper()], REPORT)
    kept = ReturnedMail.objects.get()
    assert kept.return_address == address
    assert kept.verdict == ""
    assert bytes(kept.raw).startswith(b"Return-Path: <>\r\n")


def test_the_same_mail_given_twice_is_kept_once(taking_in, bounce_settings, sent):
    address = return_address(bounce_settings, sent.id)
    for _ in range(2):
        taking_in.sendmail("", [address], REPORT)
    assert ReturnedMail.objects.count() == 1


NOT_OURS = (
    "somebody@elsewhere.example",
    "palautukset@kunteko.example",
    "palautukset+" + "f" * 32 + "-000000000000@kunteko.example",
    MAIJA,
)


def test_nobody_elses_mail_is_taken(taking_in):
    for address in NOT_OURS:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            taking_in.sendmail("spammer@x.example", [address], b"Subject: buy\r\n\r\nnow\r\n")
        assert refused.value.recipients[address][0] == 550
    assert ReturnedMail.objects.count() == 0


def test_of_a_large_mail_the_beginning_is_kept(taking_in, bounce_settings, sent):
    large = REPORT + b"x" * 50_000 + b"\r\n" + (b"y" * 70 + b"\r\n") * 40_000
    taking_in.sendmail("", [return_address(bounce_settings, sent.id)], large)
    kept = ReturnedMail.objects.get()
    assert len(kept.raw) < intake.KEPT + 100
    read_returned(bounce_settings)
    assert ReturnedMail.objects.get().verdict == "bounced"


def test_while_the_store_is_away_the_other_server_keeps_its_mail(
    taking_in, bounce_settings, sent, monkeypatch
):
    from pymongo.errors import ServerSelectionTimeoutError

    def away(*_args, **_kwargs):
        raise ServerSelectionTimeoutError("no store")

    monkeypatch.setattr(ReturnedMail, "save", away)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        taking_in.sendmail("", [return_address(bounce_settings, sent.id)], b"Subject: x\r\n\r\n")
    assert refused.value.smtp_code == 451


def test_in_a_demonstration_the_mailbox_hands_on_what_comes_back(bounce_settings, sent):
    settings = replace(bounce_settings, mailbox_port=free_port())
    server = catcher(settings)
    server.start()
    ours = return_address(settings, sent.id)
    with smtplib.SMTP("127.0.0.1", settings.mailbox_port) as client:
        client.sendmail("", [ours, "kaisa@kunta.example"], REPORT)
    server.stop(no_assert=True)
    assert ReturnedMail.objects.get().return_address == ours
    assert CaughtMail.objects.get().recipients == ["kaisa@kunta.example"]


# -- reading


def test_a_failure_bounces_the_mail_and_opens_a_task(bounce_settings, sent):
    key = comes_back(bounce_settings, sent.id, bounce_to(MAIJA))
    assert read_returned(bounce_settings) == 1
    message = Message.objects.get()
    assert message.state == BOUNCED
    assert [task["name"] for task in message.tasks] == ["settle"]
    last = message.history[-1]
    assert (last["type"], last["causation_id"]) == ("mail.bounced.v1", key)
    assert "User unknown" in last["data"]["reason"]
    assert [row.verdict for row in came_back_of(message)] == ["bounced"]
    assert read_returned(bounce_settings) == 0


NOTED = {
    "auto_reply": samples.VACATION,
    "delayed": samples.SENDMAIL_DELAY,
    "complaint": samples.COMPLAINT,
    "unclear": samples.HUMAN,
    "delivered": samples.DELIVERED_ON,
}


def test_anything_else_is_noted_and_changes_nothing(bounce_settings, sent):
    for verdict, text in NOTED.items():
        key = comes_back(bounce_settings, sent.id, text)
        read_returned(bounce_settings)
        message = Message.objects.get()
        assert message.state == SENT
        last = message.history[-1]
        assert (last["action"], last["data"]["kind"]) == ("note_return", verdict)
        assert ReturnedMail.objects.get(id=key).verdict == verdict


def test_our_own_mail_sent_back_is_a_loop(bounce_settings, sent):
    intake.keep(return_address(bounce_settings, sent.id), "", bytes(sent.content.raw))
    read_returned(bounce_settings)
    assert ReturnedMail.objects.get().verdict == "loop"


def test_killed_after_the_step_it_is_read_again_and_nothing_happens_twice(
    bounce_settings, sent, monkeypatch
):
    comes_back(bounce_settings, sent.id, bounce_to(MAIJA))
    noting = reading.note

    def killed(*args):
        noting(*args)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reading, "note", killed)
        with pytest.raises(KeyboardInterrupt):
            read_returned(bounce_settings)
    assert ReturnedMail.objects.get().verdict == ""
    version = Message.objects.get().version
    assert read_returned(bounce_settings) == 1
    assert Message.objects.get().version == version
    assert ReturnedMail.objects.get().verdict == "bounced"


def test_a_mail_of_which_we_know_nothing_is_foreign(bounce_settings):
    comes_back(bounce_settings, "a" * 32, samples.POSTFIX)
    read_returned(bounce_settings)
    found = ReturnedMail.objects.get()
    assert (found.verdict, found.message_id) == ("foreign", "")


def test_what_comes_late_from_the_old_address_does_not_stop_the_corrected_mail(
    bounce_settings, sent, mailer
):
    comes_back(bounce_settings, sent.id, bounce_to(MAIJA))
    read_returned(bounce_settings)
    bounced = Message.objects.get()
    readdress_mail(
        bounced, "maija@oikea.example", VILLE, bounce_settings, expected_version=bounced.version
    )
    comes_back(bounce_settings, sent.id, bounce_to(MAIJA) + "\nonce more\n")
    read_returned(bounce_settings)
    assert Message.objects.get().state == QUEUED
    deliver_due(bounce_settings, mailer)
    comes_back(bounce_settings, sent.id, bounce_to("maija@oikea.example"))
    read_returned(bounce_settings)
    assert Message.objects.get().state == BOUNCED


def test_one_that_cannot_be_noted_does_not_stop_the_others(bounce_settings, sent, monkeypatch):
    from shared.errors import Conflict

    comes_back(bounce_settings, "b" * 32, samples.POSTFIX)
    comes_back(bounce_settings, sent.id, samples.VACATION)

    def refusing(message, *_args):
        raise Conflict(message, 1)

    monkeypatch.setattr(reading, "note_on_mail", refusing)
    assert read_returned(bounce_settings) == 2
    assert sorted(row.verdict for row in ReturnedMail.objects) == ["foreign", "unclear"]


# -- bulletins


@pytest.fixture
def reader(connected):
    subscriber = Subscriber(
        id="c" * 32,
        state="subscribed",
        version=1,
        email="kaisa@kunta.example",
        name="Kaisa",
        language="fi",
        kinds=["newsletter"],
    )
    subscriber.save()
    return BulletinRecipient(
        id="d" * 32,
        bulletin_id="e" * 32,
        subscriber_id=subscriber.id,
        language="fi",
        state="sent",
    ).save()


def standing(reader):
    subscriber = Subscriber.objects.get(id=reader.subscriber_id)
    return BulletinRecipient.objects.get(id=reader.id).state, subscriber.state, subscriber.email


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (bounce_to("kaisa@kunta.example"), ("bounced", "unreachable", "kaisa@kunta.example")),
        # the address is right: only this bulletin did not arrive
        (samples.FULL, ("bounced", "subscribed", "kaisa@kunta.example")),
        (samples.GMAIL, ("bounced", "subscribed", "kaisa@kunta.example")),
        # whoever calls it junk has left, and is forgotten
        (samples.COMPLAINT, ("sent", "left", "")),
        (samples.VACATION, ("sent", "subscribed", "kaisa@kunta.example")),
    ],
)
def test_what_a_bulletins_reader_sends_back_settles_whether_they_get_the_next(
    bounce_settings, reader, text, stands
):
    for more in ("", "\n"):  # a second report changes nothing
        comes_back(bounce_settings, reader.id, text + more)
        read_returned(bounce_settings)
        assert standing(reader) == stands

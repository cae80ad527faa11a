"""Delivery against a mail server that refuses, fails and goes away: the record tells the truth."""

from dataclasses import replace

import pytest

import services.notifications.handlers.events  # noqa: F401 (every contract is declared then)
from services.notifications.delivery import mails as engine
from services.notifications.delivery.hand import due_mails
from services.notifications.delivery.journal import take_in_hand
from services.notifications.delivery.mails import Delivery, deliver_due
from services.notifications.documents import HandOver, HandOverOutcomes, Message
from services.notifications.handlers.casework import discard_mail, resend_mail
from services.notifications.handlers.outbox import hold_mail
from services.notifications.handlers.queueing import queue_mail
from services.notifications.mails.mail import Addressee, Mail
from services.notifications.smtp import SmtpMailer
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.support.events import event
from tests.support.ports import free_port
from tests.support.smtp_script import SmtpScript

pytestmark = pytest.mark.usefixtures("clock")
STAFF = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
MAIJA, PETRI, KAISA = "maija@kunta.example", "petri@yritys.example", "kaisa@kunta.example"


def queue(settings, *addresses, cause="event-1", template="round_watch", **more):
    made = [
        queue_mail(
            Mail(template, Addressee("Maija", address, "fi"), link="http://x.example/", **more),
            settings,
            cause=cause,
        )
        for address in addresses
    ]
    return made[0] if len(made) == 1 else made


def other_takes(ids):
    """As another worker does, which then says nothing more."""
    return take_in_hand("another worker", ids)


def state_of(message):
    return Message.objects(id=message.id).get().state


def tries(message):
    return [
        (attempt["outcome"], attempt["words"])
        for attempt in Message.objects(id=message.id).get().attempts
    ]


def events_of(message):
    return [
        entry["type"] for entry in Message.objects(id=message.id).get().history if entry["told"]
    ]


def test_a_mail_is_sent_once_the_server_has_taken_it(mail_settings, mailer, smtp_sink):
    mail = queue(mail_settings, MAIJA)
    assert deliver_due(mail_settings, mailer) == 1
    assert state_of(mail) == "sent"
    assert tries(mail) == [("accepted", "250 OK")]
    assert events_of(mail) == ["mail.queued.v1", "mail.sent.v1"]
    assert [received.to for received in smtp_sink.mails] == [MAIJA]
    assert deliver_due(mail_settings, mailer) == 0
    assert len(smtp_sink.mails) == 1


def test_what_arrives_is_what_was_stored(mail_settings, mailer, smtp_sink):
    mail = queue(mail_settings, MAIJA)
    deliver_due(mail_settings, mailer)
    received = smtp_sink.mails[0]
    assert received.sender == "kunteko@kunteko.example"
    assert received.subject == mail.subject
    assert received.text.strip() == mail.content.text.replace("\r\n", "\n").strip()
    assert received.html.strip() == mail.content.html.replace("\r\n", "\n").strip()
    headers = received.message
    assert headers["Message-ID"] == mail.message_id
    assert headers["Reply-To"] == "Kunteko-ohjelma <toimisto@kunteko.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Content-Language"] == "fi"
    assert headers["Date"].datetime == ambient.now()


def test_what_answers_a_mail_reaches_whoever_it_was_about(mail_settings, mailer, smtp_sink):
    from services.notifications.mails import partners

    answered = partners.answered(event("partner_search.answered.v1"), mail_settings)
    queue_mail(answered, mail_settings, cause="event-1")
    deliver_due(mail_settings, mailer)
    assert smtp_sink.mails[0].message["Reply-To"] == "Oona Oulu <oona@oulu.example>"


def test_an_invitation_is_an_alternative_and_an_attachment(mail_settings, mailer, smtp_sink):
    from services.notifications.mails import to_expert

    accepted = to_expert.accepted_expert(event("application.order_accepted.v1"), mail_settings)
    queue_mail(accepted, mail_settings, cause="event-1")
    deliver_due(mail_settings, mailer)
    message = smtp_sink.mails[0].message
    calendars = [p for p in message.walk() if p.get_content_type() == "text/calendar"]
    assert [part.get_content_disposition() for part in calendars] == [None, "attachment"]
    assert [part.get_param("method") for part in calendars] == ["REQUEST", "REQUEST"]
    contents = [part.get_payload(decode=True).replace(b"\r\n", b"\n") for part in calendars]
    assert contents[0] == contents[1]
    assert calendars[1].get_filename() == "sparraus.ics"


def test_one_connection_serves_many_mails(mail_settings, mailer, smtp_sink):
    queue(mail_settings, MAIJA, PETRI, KAISA)
    assert deliver_due(mail_settings, mailer) == 3
    assert smtp_sink.connections == 1


def test_a_bad_address_fails_with_the_servers_words_and_blocks_nobody(
    mail_settings, mailer, smtp_sink
):
    smtp_sink.refuse(PETRI, "550 5.1.1 no such mailbox here")
    first, bad, last = queue(mail_settings, MAIJA, PETRI, KAISA)
    deliver_due(mail_settings, mailer)
    assert [state_of(mail) for mail in (first, bad, last)] == ["sent", "failed", "sent"]
    assert tries(bad) == [("refused", "550 5.1.1 no such mailbox here")]
    assert Message.objects(id=bad.id).get().history[-1]["data"]["reason"].startswith("550 5.1.1")
    assert smtp_sink.connections == 1


def test_an_address_that_is_none_fails_and_blocks_nobody(mail_settings, mailer, smtp_sink):
    broken, fine = queue(mail_settings, "maija@kunta.example\r\nRCPT TO:<x@y.example>", KAISA)
    deliver_due(mail_settings, mailer)
    assert [state_of(broken), state_of(fine)] == ["failed", "sent"]
    assert [received.recipients for received in smtp_sink.mails] == [(KAISA,)]


def test_refused_for_now_it_waits_longer_each_time(mail_settings, mailer, smtp_sink, clock):
    smtp_sink.refuse(MAIJA, "451 4.7.1 greylisted, try later")
    mail = queue(mail_settings, MAIJA)
    waits = []
    for _ in range(5):
        assert deliver_due(mail_settings, mailer) == 1
        waiting = Message.objects(id=mail.id).get()
        waits.append((waiting.next_at - clock.now()).total_seconds() / 60)
        assert (waiting.state, deliver_due(mail_settings, mailer)) == ("queued", 0)
        clock.moment = waiting.next_at
    assert waits == [1, 5, 30, 120, 360]
    smtp_sink.accept_again()
    deliver_due(mail_settings, mailer)
    assert state_of(mail) == "sent"
    assert events_of(mail) == ["mail.queued.v1", "mail.sent.v1"]


def test_after_three_days_in_vain_it_fails_with_the_last_words(
    mail_settings, mailer, smtp_sink, clock
):
    smtp_sink.refuse_all("452 4.2.2 mailbox full")
    mail = queue(mail_settings, MAIJA)
    for _ in range(20):
        deliver_due(mail_settings, mailer)
        if state_of(mail) == "failed":
            break
        clock.moment = Message.objects(id=mail.id).get().next_at
    assert state_of(mail) == "failed"
    assert tries(mail)[-1] == ("expired", "452 4.2.2 mailbox full")
    assert (clock.now() - mail.created_at).days == 3
    assert len(tries(mail)) < 12


def test_a_mail_whose_link_is_over_is_not_sent_late(mail_settings, mailer, smtp_sink, clock):
    from services.notifications.mails import others

    mail = queue_mail(
        others.sign_in(event("sign_in.requested.v1"), mail_settings), mail_settings, cause="e"
    )
    clock.forward(minutes=11)
    deliver_due(mail_settings, mailer)
    assert (state_of(mail), smtp_sink.mails) == ("failed", [])
    with pytest.raises(TransitionNotAllowed):
        resend_mail(Message.objects(id=mail.id).get(), STAFF)


def test_without_a_server_all_wait_and_go_out_when_it_is_back(connected, clock):
    settings = replace(connected, smtp_host="127.0.0.1", smtp_port=free_port())
    mailer = SmtpMailer(settings)
    mails = queue(settings, MAIJA, PETRI, KAISA)
    assert deliver_due(settings, mailer) == 0
    # only the first was tried: the others lose no rung of their ladder to a server that is down
    assert sorted(len(tries(mail)) for mail in mails) == [0, 0, 1]
    sink = SmtpScript(settings.smtp_port).start()
    try:
        clock.forward(minutes=1)
        assert deliver_due(settings, mailer) == 3
        assert [state_of(mail) for mail in mails] == ["sent"] * 3
    finally:
        mailer.close()
        sink.stop()


@pytest.fixture
def script(connected):
    """start(**server) → settings, mailer and a server that can be told to misbehave."""
    made = []

    def start(**server):
        made.append(SmtpScript(**server).start())
        settings = replace(connected, smtp_host="127.0.0.1", smtp_port=made[-1].port)
        made.append(SmtpMailer(settings))
        return settings, made[-1], made[-2]

    yield start
    for each in reversed(made):
        each.stop() if isinstance(each, SmtpScript) else each.close()


def test_a_quiet_connection_that_the_server_closed_costs_no_attempt(script):
    settings, mailer, server = script()
    first = queue(settings, MAIJA)
    deliver_due(settings, mailer)
    server.hang_up()
    second = queue(settings, PETRI)
    assert deliver_due(settings, mailer) == 1
    assert [state_of(mail) for mail in (first, second)] == ["sent", "sent"]
    assert [outcome for outcome, _ in tries(second)] == ["accepted"]
    assert server.connections == 2


def test_two_workers_never_take_the_same_mail(mail_settings, mailer, smtp_sink):
    mail = queue(mail_settings, MAIJA)
    assert due_mails(ambient.now()) == [mail.id]
    other_takes([mail.id])
    assert due_mails(ambient.now()) == []
    assert deliver_due(mail_settings, mailer) == 0
    assert smtp_sink.mails == []


def test_a_mail_that_two_workers_reach_for_at_once_is_not_sent_by_the_slower(
    mail_settings, mailer, smtp_sink, clock, monkeypatch
):
    mails = queue(mail_settings, MAIJA, PETRI)

    def both(by, ids):  # the other writes its hand-over after we have looked for what is due
        other_takes([mails[0].id])
        return take_in_hand(by, ids)

    monkeypatch.setattr(engine, "take_in_hand", both)
    assert deliver_due(mail_settings, mailer) == 1
    assert [received.to for received in smtp_sink.mails] == [PETRI]
    monkeypatch.undo()
    clock.forward(minutes=6)
    assert deliver_due(mail_settings, mailer) == 1
    assert [received.to for received in smtp_sink.mails] == [PETRI, MAIJA]


def test_a_mail_that_another_settled_after_we_looked_is_not_sent_again(
    mail_settings, mailer, smtp_sink, monkeypatch
):
    queue(mail_settings, MAIJA)

    def too_slow(by, ids):
        other = SmtpMailer(mail_settings)
        monkeypatch.undo()
        deliver_due(mail_settings, other)
        other.close()
        return take_in_hand(by, ids)

    monkeypatch.setattr(engine, "take_in_hand", too_slow)
    assert deliver_due(mail_settings, mailer) == 0
    assert len(smtp_sink.mails) == 1


def test_a_killed_workers_mail_is_taken_up_when_its_hand_over_is_over(
    mail_settings, mailer, smtp_sink, clock
):
    mail = queue(mail_settings, MAIJA)
    other_takes([mail.id])
    clock.forward(minutes=6)
    assert deliver_due(mail_settings, mailer) == 1
    assert (state_of(mail), len(smtp_sink.mails)) == ("sent", 1)


def test_a_mail_on_its_way_cannot_be_discarded(mail_settings, clock):
    mail = queue(mail_settings, MAIJA)
    read_before = Message.objects(id=mail.id).get()
    other_takes([mail.id])
    for seen in (read_before, Message.objects(id=mail.id).get()):
        with pytest.raises(TransitionNotAllowed) as refused:
            discard_mail(seen, STAFF, "väärä osoite")
        assert refused.value.reason == "on_its_way"
    clock.forward(minutes=6)
    assert (
        discard_mail(Message.objects(id=mail.id).get(), STAFF, "väärä osoite").state == "discarded"
    )


@pytest.mark.parametrize("aside", ["hold", "discard"])
@pytest.mark.parametrize(
    "reply, state, told",
    [
        ("", "sent", "mail.sent.v1"),
        ("451 4.3.0 later", None, ""),
        ("550 5.1.1 no such mailbox", None, ""),
    ],
)
def test_a_mail_put_aside_in_the_moment_it_goes_is_sent_when_it_went(
    mail_settings, mailer, smtp_sink, monkeypatch, aside, reply, state, told
):
    """Whoever put it aside had looked before it was taken in hand, and writes after."""
    mail = queue(mail_settings, MAIJA)
    if reply:
        smtp_sink.refuse(MAIJA, reply)

    def meanwhile(held, settings):
        perform(Message.objects(id=held.id).get(), aside, STAFF, data={"reason": "väärä"})
        return letter_of(held, settings)

    letter_of = engine.letter_of
    monkeypatch.setattr(engine, "letter_of", meanwhile)
    deliver_due(mail_settings, mailer)
    aside_state = "on_hold" if aside == "hold" else "discarded"
    assert state_of(mail) == (state or aside_state)
    assert (events_of(mail)[-1] == "mail.sent.v1") == bool(told)
    assert len(smtp_sink.mails) == (0 if reply else 1)
    # and nothing of it is left to do
    assert not HandOver.objects and not HandOverOutcomes.objects


@pytest.mark.parametrize("aside", ["hold", "discard"])
def test_a_mail_put_aside_before_it_is_read_does_not_go(
    mail_settings, mailer, smtp_sink, monkeypatch, aside
):
    mail = queue(mail_settings, MAIJA)

    def meanwhile(by, ids):
        perform(Message.objects(id=mail.id).get(), aside, STAFF, data={"reason": "väärä"})
        return take_in_hand(by, ids)

    monkeypatch.setattr(engine, "take_in_hand", meanwhile)
    assert deliver_due(mail_settings, mailer) == 0
    assert smtp_sink.mails == []


def test_a_mail_whose_outcome_is_not_on_its_record_yet_cannot_be_put_aside(
    mail_settings, mailer, smtp_sink
):
    mail = queue(mail_settings, MAIJA)
    Delivery(mail_settings, mailer).hand_over(ambient.now())
    queued = Message.objects(id=mail.id).get()
    HandOver.objects.delete()
    for act in (
        lambda: discard_mail(queued, STAFF, "väärä"),
        lambda: hold_mail(queued, STAFF, Pin(queued.version, "k" * 32), "hetkinen"),
    ):
        with pytest.raises(TransitionNotAllowed) as refused:
            act()
        assert refused.value.reason == "on_its_way"
    assert deliver_due(mail_settings, mailer) == 0
    assert (state_of(mail), len(smtp_sink.mails)) == ("sent", 1)


def test_a_discarded_mail_is_never_sent(mail_settings, mailer, smtp_sink):
    mail = queue(mail_settings, MAIJA)
    discard_mail(mail, STAFF, "väärä osoite")
    assert deliver_due(mail_settings, mailer) == 0
    assert smtp_sink.mails == []


def test_a_failed_mail_resent_starts_a_new_ladder_and_keeps_its_record(
    mail_settings, mailer, smtp_sink, clock
):
    smtp_sink.refuse(MAIJA)
    mail = queue(mail_settings, MAIJA)
    deliver_due(mail_settings, mailer)
    clock.forward(days=30)
    smtp_sink.refuse(MAIJA, "451 later")
    resend_mail(Message.objects(id=mail.id).get(), STAFF)
    deliver_due(mail_settings, mailer)
    waiting = Message.objects(id=mail.id).get()
    assert (waiting.next_at - clock.now()).total_seconds() == 60
    smtp_sink.accept_again()
    clock.forward(minutes=1)
    deliver_due(mail_settings, mailer)
    assert state_of(mail) == "sent"
    assert [outcome for outcome, _ in tries(mail)] == ["refused", "deferred", "accepted"]
    assert [received.message["Message-ID"] for received in smtp_sink.mails] == [mail.message_id]


def test_the_longest_waiting_goes_first(mail_settings, mailer, smtp_sink, clock):
    queue(mail_settings, KAISA)
    clock.forward(seconds=1)
    queue(mail_settings, MAIJA)
    deliver_due(mail_settings, mailer)
    assert [received.to for received in smtp_sink.mails] == [KAISA, MAIJA]


def test_an_address_with_finnish_letters_in_its_domain_arrives(mail_settings, mailer, smtp_sink):
    mail = queue(mail_settings, "maija@kemijärvi.example")
    deliver_due(mail_settings, mailer)
    assert state_of(mail) == "sent"
    assert [received.to for received in smtp_sink.mails] == ["maija@xn--kemijrvi-4za.example"]


PAIVI = "päivi@kunta.example"


def test_an_address_with_finnish_letters_arrives_where_the_server_takes_them(script):
    settings, mailer, server = script()
    mail = queue(settings, PAIVI)
    deliver_due(settings, mailer)
    assert state_of(mail) == "sent"
    assert [received.message["To"] for received in server.arrived] == [f"Maija <{PAIVI}>"]


def test_an_address_that_the_server_cannot_take_fails_in_words(script):
    settings, mailer, server = script(extensions=["8BITMIME"])
    mail, other = queue(settings, PAIVI, MAIJA)
    deliver_due(settings, mailer)
    assert [state_of(mail), state_of(other)] == ["failed", "sent"]
    assert "SMTPUTF8" in tries(mail)[0][1]


def test_a_sender_that_is_refused_is_no_fault_of_the_mail(script):
    settings, mailer, server = script()
    server.fails("mail", "550 5.7.1 sender not allowed")
    mail = queue(settings, MAIJA)
    deliver_due(settings, mailer)
    assert (state_of(mail), tries(mail)) == (
        "queued",
        [("deferred", "550 5.7.1 sender not allowed")],
    )

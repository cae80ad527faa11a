"""Pacing on record: a mail that has to wait for its domain has not been tried."""

from dataclasses import replace

import pytest

from services.notifications.delivery.mails import Delivery
from services.notifications.documents import HandOver, Message
from tests.integration.notifications.test_delivery import MAIJA, queue, state_of, tries

pytestmark = pytest.mark.usefixtures("clock")
HERE = [f"m{n}@kunta.example" for n in range(5)]
ELSEWHERE = "kaisa@yritys.example"


def stands(mail, clock):
    found = Message.objects(id=mail.id).get()
    return found.state, (found.next_at - clock.now()).total_seconds()


def test_over_the_pace_a_mail_waits_for_its_minute_and_other_domains_go_on(
    mail_settings, mailer, smtp_sink, clock
):
    delivery = Delivery(replace(mail_settings, mails_a_minute=2), mailer)
    mails = queue(mail_settings, *HERE, ELSEWHERE)
    clock.forward(seconds=1)
    assert delivery.run_once() == 3
    assert [stands(mail, clock) for mail in mails[2:5]] == [
        ("queued", 60), ("queued", 60), ("queued", 120)
    ]  # fmt: skip
    assert [state_of(mail) for mail in (*mails[:2], mails[5])] == ["sent"] * 3
    assert delivery.run_once() == 0
    for minute in (1, 2):
        clock.forward(minutes=1)
        delivery.run_once()
        assert len(smtp_sink.mails) == (5, 6)[minute - 1]
    assert [outcome for outcome, _ in tries(mails[4])] == ["paced", "accepted"]


def test_waiting_for_the_pace_costs_no_rung_of_the_ladder(mail_settings, mailer, smtp_sink, clock):
    delivery = Delivery(replace(mail_settings, mails_a_minute=1), mailer)
    _, late = queue(mail_settings, *HERE[:2])
    clock.forward(seconds=1)
    delivery.run_once()
    smtp_sink.refuse(HERE[1], "450 4.2.1 mailbox busy")
    clock.forward(minutes=1)
    delivery.run_once()
    assert [outcome for outcome, _ in tries(late)] == ["paced", "deferred"]
    assert stands(late, clock) == ("queued", 60)


def test_a_mail_put_off_again_and_again_says_so_once(mail_settings, mailer, clock):
    delivery = Delivery(replace(mail_settings, mails_a_minute=1), mailer)
    delivery._pace.slow_down(MAIJA, "451 4.7.1 slow down", clock.now())
    mail = queue(mail_settings, MAIJA)
    delivery.run_once()
    delivery._pace.slow_down(MAIJA, "451 4.7.1 slow down", clock.now())
    Message.objects(id=mail.id).update(set__next_at=clock.now())
    delivery.run_once()
    assert tries(mail) == [("paced", "451 4.7.1 slow down")]
    assert HandOver.objects.count() == 0


def test_a_domain_that_asks_for_less_is_left_alone_for_a_while(
    mail_settings, mailer, smtp_sink, clock
):
    delivery = Delivery(mail_settings, mailer)
    first, *others = queue(mail_settings, *HERE, ELSEWHERE)
    elsewhere = others.pop()
    smtp_sink.refuse(HERE[0], "451 4.7.1 slow down")
    clock.forward(seconds=1)
    delivery.run_once()
    assert tries(first) == [("deferred", "451 4.7.1 slow down")]
    assert state_of(elsewhere) == "sent"
    waiting = [mail for mail in others if state_of(mail) == "queued"]
    assert all(tries(mail) == [("paced", "451 4.7.1 slow down")] for mail in waiting)
    smtp_sink.accept_again()
    clock.forward(minutes=1)
    delivery.run_once()
    assert [state_of(mail) for mail in (first, *others)] == ["sent"] * 5
    assert len(smtp_sink.mails) == 6
    assert Message.objects(id=first.id).get().version == 3


def test_a_mail_that_waits_too_long_for_its_turn_fails_in_time(mail_settings, mailer, clock):
    delivery = Delivery(mail_settings, mailer)
    mail = queue(mail_settings, MAIJA)
    Message.objects(id=mail.id).update(set__give_up_at=mail.created_at.replace(second=30))
    delivery._pace.slow_down(MAIJA, "451 slow down", clock.now())
    delivery.run_once()
    clock.forward(seconds=30)
    delivery.run_once()
    assert state_of(mail) == "failed"
    assert tries(mail)[-1] == ("expired", "it was too late to send it")

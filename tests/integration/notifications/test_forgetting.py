"""Mails of subscriptions are forgotten; mails of cases are kept."""

import pytest

from services.notifications.documents import SERVICE, MailContent, Message, RoundWatch
from services.notifications.handlers import rounds as handlers
from services.notifications.handlers.forgetting import forget_old_mails
from services.notifications.handlers.queueing import queue_mail
from services.notifications.handlers.rounds import stop_watching, watch_rounds
from services.notifications.mails import to_applicant
from shared import store as stores
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM
from tests.support.events import event

LIISA = "liisa@kunta.example"


def deliver_all():
    for mail in Message.objects(state="queued"):
        perform(mail, "deliver", SYSTEM)
    Message.objects.update(set__outbox=[])


@pytest.fixture
def connected(settings):
    stores.connect(settings, SERVICE)
    return settings


@pytest.fixture
def watched(connected, clock):
    watch_rounds(LIISA, "sv", connected)
    return connected


def opened(clock, key="event-9"):
    return event("round.opened.v1", id=key, time=clock.now())


def test_mails_of_notices_are_forgotten_after_thirty_days_and_others_stay(watched, clock):
    told = event("application.link_requested.v1")
    kept = queue_mail(to_applicant.fresh_link(told, watched), watched, cause="event-1")
    deliver_all()
    clock.forward(days=29)
    assert forget_old_mails() == 0
    clock.forward(days=2)
    assert forget_old_mails() == 1
    assert forget_old_mails() == 0
    assert [mail.id for mail in Message.objects] == [kept.id]
    assert [content.id for content in MailContent.objects] == [kept.content_id]


def test_a_mail_on_its_way_is_not_forgotten(watched, clock):
    clock.forward(days=40)
    assert forget_old_mails() == 0


# -- those who wait for a round


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_notice_is_told_once_in_its_language_and_the_address_deleted(connected, clock, language):
    watch_rounds(LIISA, language, connected)
    happened = opened(clock)
    for _ in range(2):
        handlers.when_round_opened_mail_watchers(happened, connected)
    told = Message.objects(template="round_opened")
    assert [mail.recipient.language for mail in told] == [language]
    assert RoundWatch.objects.count() == 0


def test_one_who_comes_after_the_round_opened_waits_for_the_next(connected, clock):
    late = opened(clock)
    clock.forward(minutes=5)
    watch_rounds(LIISA, "fi", connected)
    handlers.when_round_opened_mail_watchers(late, connected)
    assert RoundWatch.objects.count() == 1
    assert Message.objects(template="round_opened").count() == 0


def test_an_address_whose_receipt_was_never_written_gets_it_and_only_once(connected, clock):
    RoundWatch(email=LIISA, language="fi").save()  # killed before the mail
    for _ in range(2):
        watch_rounds(LIISA.upper(), "fi", connected)
    assert Message.objects(template="round_watch").count() == 1


def test_taking_the_notice_back_twice_is_harmless(watched, clock):
    watch = RoundWatch.objects.first()
    for _ in range(2):
        stop_watching(watch.id)
    handlers.when_round_opened_mail_watchers(opened(clock), watched)
    assert Message.objects(template="round_opened").count() == 0

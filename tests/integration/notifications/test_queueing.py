"""From an event to stored mails: each once, whatever is repeated."""

from dataclasses import replace

from services.notifications.consumer import worker
from services.notifications.documents import Message, RoundWatch
from services.notifications.handlers.outbox import release_mail
from services.notifications.handlers.rounds import stop_watching, watch_rounds
from shared import ambient
from shared.messaging.dispatch import Done, dispatch
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor
from tests.support.events import event, sample
from tests.support.office import handle


def stored():
    return sorted((mail.template, mail.recipient.email) for mail in Message.objects)


DECISION = ("decision", "maija.meikalainen@porvoo.example")
ORDER = ("order", "petri.sparraaja@tyontaito.example")


def test_a_grant_makes_the_decision_and_the_order(connected):
    handle(event("application.granted.v1"), connected)
    assert stored() == [DECISION, ORDER]
    decision = Message.objects(template="decision").get()
    assert decision.state == "waiting"
    assert decision.case_sequence == 4
    assert decision.subject == "Päätös sparrauksesta, SP-2026-0007"
    assert decision.about == "0d9c8b7a6f5e4d3c2b1a09182736e5f4"
    assert decision.message_id == f"<{decision.id}@kunteko.example>"
    assert [entry["type"] for entry in decision.history] == ["mail.waiting.v1"]
    assert decision.history[0]["causation_id"] == "event-1"
    assert [task["name"] for task in decision.tasks] == ["release"]


def test_what_decides_nothing_is_queued_at_once(connected):
    handle(event("application.submitted.v1"), connected)
    assert [mail.state for mail in Message.objects] == ["queued"]


def test_the_same_event_twice_makes_no_second_mail(connected):
    for _ in range(2):
        handle(event("application.granted.v1"), connected)
    assert stored() == [DECISION, ORDER]
    assert [mail.version for mail in Message.objects] == [1, 1]


def test_another_event_of_the_same_kind_makes_another_mail(connected):
    handle(event("application.link_requested.v1", id="first"), connected)
    handle(event("application.link_requested.v1", id="second"), connected)
    assert [template for template, _ in stored()] == ["fresh_link", "fresh_link"]


def test_the_agreed_day_comes_with_its_calendar_entry(connected):
    handle(event("application.order_accepted.v1"), connected)
    for mail in Message.objects:
        assert mail.content.attachments[0].method == "REQUEST"
        assert [(one.filename, one.content_type) for one in mail.content.attachments] == [
            ("sparraus.ics", "text/calendar; charset=utf-8; method=REQUEST")
        ]


def test_each_juror_gets_one_mail_though_the_event_comes_twice(connected):
    jury = [
        {"id": f"juror-{name}", "name": name, "email": f"{name}@jury.example", "language": "fi"}
        for name in ("jaana", "johan")
    ]
    opened = event("award.judging_opened.v1", jury=jury)
    handle(event("award.judging_opened.v1", jury=jury[:1]), connected)  # cut short after the first
    for _ in range(2):
        handle(opened, connected)
    assert stored() == [("award_jury", "jaana@jury.example"), ("award_jury", "johan@jury.example")]


def round_opened():
    """A round that opens now: whoever comes later waits for the next one."""
    return event("round.opened.v1", time=ambient.now())


def test_those_who_left_an_address_are_told_once_and_forgotten(connected):
    watch_rounds("Kaisa@Kunta.Example", "sv", connected)
    watch_rounds("kaisa@kunta.example", "fi", connected)
    assert stored() == [("round_watch", "kaisa@kunta.example")]
    handle(round_opened(), connected)
    assert RoundWatch.objects.count() == 0
    assert stored() == [
        ("round_opened", "kaisa@kunta.example"),
        ("round_watch", "kaisa@kunta.example"),
    ]
    assert Message.objects(template="round_opened").get().recipient.language == "sv"


def test_a_round_whose_news_was_cut_short_is_told_to_the_rest_only(connected):
    watch_rounds("first@kunta.example", "fi", connected)
    opened = round_opened()
    handle(opened, connected)
    # killed between queueing and forgetting: the address is still there when the event comes again
    for email in ("first@kunta.example", "second@kunta.example"):
        RoundWatch(email=email, language="fi", created_at=opened.time).save()
    handle(opened, connected)
    told = [email for template, email in stored() if template == "round_opened"]
    assert told == ["first@kunta.example", "second@kunta.example"]
    assert RoundWatch.objects.count() == 0


def test_an_address_taken_back_is_not_told(connected):
    watch_rounds("kaisa@kunta.example", "fi", connected)
    watch = RoundWatch.objects.get()
    for _ in range(2):
        stop_watching(watch.id)
    handle(round_opened(), connected)
    assert stored() == [("round_watch", "kaisa@kunta.example")]


def test_the_worker_takes_the_event_as_it_comes_and_delivers_what_somebody_released(
    mail_settings, smtp_sink
):
    ours = worker(mail_settings)
    granted = replace(event("application.granted.v1"), data=sample("application.granted.v1"))
    assert [dispatch(ours, granted) for _ in range(2)] == [Done(), Done()]
    assert [mail.correlation_id for mail in Message.objects] == ["journey-1", "journey-1"]
    deliver = next(loop for loop in ours.loops if loop.name == "deliver mails")
    assert deliver.run_once() == 0
    for mail in Message.objects:
        release_mail(mail, Actor(Role.STAFF, "Ville"), Pin(mail.version, f"key-{mail.id}"))
    assert deliver.run_once() == 2
    assert sorted(received.to for received in smtp_sink.mails) == [DECISION[1], ORDER[1]]

"""What happened to a case since a mail about it was written: whatever order events come in."""

from random import Random

from services.notifications.documents import CaseStanding, Message
from services.notifications.handlers.standing import (
    KEPT,
    changes_since,
    when_case_moves_note_its_step,
)
from tests.support.events import event
from tests.support.office import handle

CASE = "0d9c8b7a6f5e4d3c2b1a09182736e5f4"


def decision(settings):
    handle(event("application.granted.v1"), settings)
    return Message.objects(template="decision").get()


def withdrawn(sequence=5, **named):
    return event("application.withdrawn.v1", id=f"event-{sequence}", sequence=sequence, **named)


def kinds(steps):
    return [step["type"] for step in steps]


def test_the_event_that_made_a_mail_is_no_change(connected):
    mail = decision(connected)
    assert CaseStanding.objects(id=CASE).get().steps[0]["sequence"] == mail.case_sequence == 4
    assert changes_since(mail) == []


def test_what_happens_later_is_told_once_though_it_comes_twice(connected):
    mail = decision(connected)
    for _ in range(2):
        handle(withdrawn(), connected)
    found = changes_since(mail)
    assert kinds(found) == ["application.withdrawn.v1"]
    assert found[0]["at"] == event("application.withdrawn.v1").time


def test_what_happened_before_is_no_change_even_when_it_comes_late(connected):
    handle(withdrawn(6), connected)
    mail = decision(connected)
    handle(event("application.submitted.v1", id="event-2", sequence=2), connected)
    handle(event("application.order_accepted.v1", id="event-5", sequence=5), connected)
    assert kinds(changes_since(mail)) == [
        "application.order_accepted.v1",
        "application.withdrawn.v1",
    ]


def test_steps_that_change_nothing_a_mail_says_are_left_out(connected):
    mail = decision(connected)
    for number, kind in enumerate(("reminder", "link_requested"), 5):
        handle(event(f"application.{kind}.v1", id=f"e-{number}", sequence=number), connected)
    assert changes_since(mail) == []


def test_only_the_newest_steps_are_kept_in_whatever_order_they_come(connected):
    mail = decision(connected)
    numbers = list(range(5, 5 + KEPT + 10))
    Random(1).shuffle(numbers)
    for number in [*numbers, *numbers[:3]]:
        moved = event("application.day_moved.v1", id=f"e-{number}", sequence=number)
        when_case_moves_note_its_step(moved, connected)
    found = changes_since(mail)
    assert [step["sequence"] for step in found] == list(range(15, 45))


def test_a_mail_that_tells_of_no_version_of_its_case_has_nothing_to_be_compared_with(connected):
    mail = decision(connected)
    handle(withdrawn(), connected)
    mail.case_sequence = 0
    assert changes_since(mail) == []

"""One morning mail a day to each who wants one, whatever is repeated, late or cut short."""

from datetime import UTC, datetime

import pytest

from services.notifications.documents import Message, MorningPart
from services.notifications.handlers import morning as handlers
from services.notifications.handlers.morning import (
    choose_parts,
    send_morning_mails,
    when_work_summed_up_keep_part,
)
from tests.support.events import event

pytestmark = pytest.mark.usefixtures("clock")
MONDAY_0705 = datetime(2026, 11, 23, 5, 5, tzinfo=UTC)


@pytest.fixture
def monday(clock):
    clock.moment = MONDAY_0705
    return clock


def tell(settings, service="applications", **changes):
    summed = event("office.work_summed_up.v1", id=f"sum-{service}", service=service, **changes)
    when_work_summed_up_keep_part(summed, settings)


def tell_all(settings):
    tell(settings)
    tell(settings, "deeds", tasks=[], rounds=[], counts={"new": 0, "due": 0, "overdue": 0})


def mailed():
    return sorted(mail.recipient.email for mail in Message.objects(template="morning"))


OFFICE = ["olli@kunteko.example", "paula@kunteko.example", "ville@kunteko.example"]


def test_the_office_gets_one_mail_and_nobody_else(connected, monday):
    tell_all(connected)
    assert send_morning_mails(connected) == 3
    assert mailed() == OFFICE
    monday.forward(minutes=30)
    tell_all(connected)
    assert send_morning_mails(connected) == 0
    assert mailed() == OFFICE


def test_it_waits_for_a_late_service_but_not_past_nine(connected, monday):
    tell(connected)
    assert send_morning_mails(connected) == 0
    monday.forward(hours=2)
    assert send_morning_mails(connected) == 3


def test_it_goes_neither_at_night_nor_on_a_sunday_nor_in_the_afternoon(connected, clock):
    tell_all(connected)
    for moment in (
        datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
        datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
        datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
    ):
        clock.moment = moment
        assert send_morning_mails(connected) == 0
    assert mailed() == []


def test_yesterdays_part_is_not_told_today(connected, monday):
    tell_all(connected)
    monday.forward(days=1, hours=2)
    assert send_morning_mails(connected) == 0
    assert mailed() == []


def test_whoever_wants_none_gets_none(connected, monday):
    choose_parts("Ville@kunteko.example", [])
    choose_parts("paula@kunteko.example", ["failed"])
    tell_all(connected)
    assert send_morning_mails(connected) == 1
    assert mailed() == ["olli@kunteko.example"]


def test_killed_half_way_the_rest_get_theirs_and_nobody_two(connected, monday, monkeypatch):
    tell_all(connected)
    queue, written = handlers.queue_mail, []

    def dies_at_the_second(mail, settings, **more):
        if written:
            raise KeyboardInterrupt
        written.append(queue(mail, settings, **more))

    monkeypatch.setattr(handlers, "queue_mail", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        send_morning_mails(connected)
    monkeypatch.setattr(handlers, "queue_mail", queue)
    send_morning_mails(connected)
    assert mailed() == OFFICE
    assert MorningPart.objects(of="sent").count() == 1

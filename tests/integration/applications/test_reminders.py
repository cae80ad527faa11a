"""Reminders are counted from when their mail left, not from when it was written."""

from datetime import UTC, datetime, timedelta

import pytest

from services.applications.documents import Application
from services.applications.handlers.views import when_mail_moved_note_on_case
from shared import ambient
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.ticker import fire_due
from tests.integration.applications import casebook
from tests.support.desk import Desk
from tests.support.mail_events import mail_event

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
EXPERT, APPLICANT = "liisa@experts.example", "maija@porvoo.example"


@pytest.fixture
def clock():
    with ambient.use(ambient.FixedSource(MONDAY)) as source:
        yield source


@pytest.fixture
def book(clock, app):
    casebook.add_themes("processes", "wellbeing")
    casebook.add_expert()
    casebook.open_round()


def stored(case):
    return Application.objects.get(id=case.id)


def tell(step, case, *, sequence, to, asked=-1):
    """A mail's event; the mail was written because of the case's step `asked`."""
    event_id = stored(case).history[asked]["id"]
    event = mail_event(step, case, sequence=sequence, to=to)
    event.data["event_id"] = event_id
    when_mail_moved_note_on_case(event)


def planned(case):
    return sorted((timer["at"], timer["action"]) for timer in stored(case).due)


def ladder(*days):
    """(moment, action) of the reminders, and of the call, counted from now."""
    actions = ["remind"] * (len(days) - 1) + ["escalate"]
    moments = [business_days(count)(None, ambient.now()) for count in days]
    return list(zip(moments, actions, strict=True))


def pass_days(clock, count):
    clock.moment += timedelta(days=count)
    while fire_due(Application, ambient.now()):
        pass


def actions(case):
    return [entry["action"] for entry in stored(case).history]


@pytest.mark.usefixtures("book")
def test_a_reminder_due_while_the_order_was_held_does_not_follow_its_release(clock):
    case = casebook.ordered()
    tell("waiting", case, sequence=1, to=EXPERT)
    pass_days(clock, 7)
    assert actions(case)[-1] == "remind"
    tell("queued", case, sequence=2, to=EXPERT, asked=-2)
    assert actions(case)[-1] == "count_anew"
    assert planned(case) == ladder(3, 7, 10)
    pass_days(clock, 1)
    assert actions(case)[-1] == "count_anew"
    pass_days(clock, 2)
    assert actions(case)[-1] == "remind"


@pytest.mark.usefixtures("book")
def test_nobody_is_to_call_an_expert_who_gets_the_order_only_now(clock):
    case = casebook.ordered()
    tell("waiting", case, sequence=1, to=EXPERT)
    asked = len(actions(case)) - 1
    pass_days(clock, 21)
    assert [task["name"] for task in stored(case).tasks] == ["call"]
    tell("queued", case, sequence=2, to=EXPERT, asked=asked)
    assert stored(case).tasks == []
    assert planned(case) == ladder(3, 7, 10)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("step", "sequence", "to"),
    [
        ("queued", 1, EXPERT),  # it did not wait at all
        ("queued", 2, APPLICANT),  # the decision; the order is what the case waits for
        ("sent", 3, EXPERT),
        ("discarded", 2, EXPERT),
    ],
)
def test_other_news_of_a_mail_leave_the_reminders_alone(clock, step, sequence, to):
    case = casebook.ordered()
    before = planned(case)
    clock.moment += timedelta(days=1)
    tell(step, case, sequence=sequence, to=to)
    assert planned(case) == before
    assert "count_anew" not in actions(case)


@pytest.mark.usefixtures("book")
def test_a_mail_of_an_earlier_wait_changes_nothing_of_this_one(clock):
    case = casebook.choosing()
    before = planned(case)
    clock.moment += timedelta(days=1)
    tell("queued", case, sequence=2, to=EXPERT, asked=-2)
    tell("queued", case, sequence=2, to=APPLICANT, asked=-2)
    assert planned(case) == before


@pytest.mark.usefixtures("book")
def test_told_twice_it_counts_once(clock):
    case = casebook.ordered()
    asked = len(actions(case)) - 1
    for _ in range(2):
        clock.moment += timedelta(days=1)
        tell("queued", case, sequence=2, to=EXPERT, asked=asked)
    assert actions(case).count("count_anew") == 1


@pytest.mark.usefixtures("book")
def test_sent_to_a_corrected_address_it_is_waited_for_anew(clock):
    case = casebook.ordered()
    clock.moment += timedelta(days=2)
    event = mail_event(
        "readdressed", case, sequence=4, to="liisa@luotsi.example", old_recipient=EXPERT
    )
    event.data["event_id"] = stored(case).history[-1]["id"]
    when_mail_moved_note_on_case(event)
    assert actions(case)[-2:] == ["correct_address", "count_anew"]
    assert planned(case) == ladder(3, 7, 10)


@pytest.mark.usefixtures("book")
def test_released_after_its_deadline_a_question_is_looked_at_again_the_next_morning(clock):
    case = casebook.returned()
    asked = len(actions(case)) - 1
    pass_days(clock, 30)
    tell("queued", case, sequence=2, to=APPLICANT, asked=asked)
    assert planned(case) == [(business_days(1)(None, ambient.now()), "escalate")]


@pytest.mark.usefixtures("book")
def test_a_report_is_asked_for_in_peace_though_the_day_is_over(clock):
    case = casebook.agreed()
    asked = len(actions(case)) - 1
    pass_days(clock, 60)
    tell("queued", case, sequence=2, to=EXPERT, asked=asked)
    assert planned(case) == ladder(3, 7, 10)


@pytest.mark.usefixtures("book")
def test_the_office_sees_from_when_the_reminders_are_counted(app, clock):
    case = casebook.ordered()
    tell("waiting", case, sequence=1, to=EXPERT)
    pass_days(clock, 7)
    tell("queued", case, sequence=2, to=EXPERT, asked=-2)
    page = Desk(app, Role.STAFF).get(f"/staff/applications/{case.id}").text
    ledger = page.split('id="reminders"')[1].split("</ol>")[0]
    titles = [line.split("<")[0] for line in ledger.split('class="timeline-title">')[1:]]
    assert titles == [
        "Reminder 1",
        "The mail left only now: reminders are counted from here",
        "Reminder 1",
        "Reminder 2",
        "The office calls",
    ]

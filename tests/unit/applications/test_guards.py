"""Rules that depend on the application itself. `plan` says what would be written; nothing is."""

from datetime import UTC, datetime, timedelta

import pytest

from services.applications.documents import Application, Round
from services.applications.workflow import AGREED, DRAFT, ORDERED, PLANNED, RETURNED, SUBMITTED
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.perform import plan
from shared.workflow.table import SYSTEM, Actor

NOW = datetime(2027, 3, 1, 10, 0, tzinfo=UTC)  # a Monday
STAFF, EXPERT, APPLICANT = Actor(Role.STAFF), Actor(Role.EXPERT), Actor(Role.APPLICANT)
MANAGER = Actor(Role.MANAGER)
LIISA = {
    "id": "liisa",
    "name": "Liisa Luotsi",
    "company": "Luotsi Oy",
    "email": "liisa@experts.example",
    "phone": "",
    "language": "fi",
}
GROUNDS = {"grounds": "Selkeä tavoite", "decided_by": "Ville"}


@pytest.fixture(autouse=True)
def monday():
    with ambient.use(ambient.FixedSource(NOW)):
        yield


def application(state=SUBMITTED, **changes):
    kept = {
        "round_id": "round",
        "state": state,
        "reference": "SP-2027-0001",
        "organisation": "Porvoon kaupunki",
        "business_id": "1061512-1",
        "contact": {"name": "Maija", "email": "maija@porvoo.example", "language": "fi"},
        "participants": {"management": 1, "supervisors": 0, "personnel": 1, "users": 0},
        "days": 1,
        "date": "2027-03-10",
        "start_time": "09:00",
        "expert": LIISA,
        "order": 1,
    }
    return Application(**kept | changes)


def refusal(case, action, by, data=None, **sets):
    with pytest.raises(TransitionNotAllowed) as refused:
        plan(case, action, by, sets, {}, data or {})
    return refused.value.reason


@pytest.mark.parametrize("missing", ["management", "personnel"])
def test_without_management_or_personnel_nothing_is_granted(missing):
    heads = {"management": 3, "supervisors": 9, "personnel": 9, "users": 9, missing: 0}

    assert refusal(application(participants=heads), "grant", STAFF, GROUNDS) == "cooperation"


def test_supervisors_and_users_are_no_condition_of_granting():
    after = plan(application(), "grant", STAFF, {}, {}, GROUNDS).after

    assert (after.state, after.is_cooperative) == (ORDERED, True)


def test_without_cooperation_it_can_still_be_submitted_for_advice():
    heads = {"management": 0, "supervisors": 1, "personnel": 0, "users": 0}

    after = plan(application(DRAFT, participants=heads), "submit", APPLICANT, {}, {}, {}).after

    assert after.state == SUBMITTED


def test_nothing_is_granted_for_a_day_that_has_passed():
    assert refusal(application(date="2027-02-28"), "grant", STAFF, GROUNDS) == "past_date"


def test_today_is_still_a_day_to_grant_for():
    assert plan(application(date="2027-03-01"), "grant", STAFF, {}, {}, GROUNDS).after.day


def test_nothing_is_granted_without_an_expert():
    assert refusal(application(expert={}), "grant", STAFF, GROUNDS) == "no_expert"


def test_an_order_for_a_day_that_has_passed_cannot_be_accepted():
    assert refusal(application(ORDERED, date="2027-02-28"), "accept", EXPERT) == "past_date"


def test_a_day_still_ahead_cannot_be_reported_held():
    ahead = {"held_on": "2027-03-02", "hours": 6.0, "took_part": {}, "summary": "…"}

    assert refusal(application(AGREED), "report", EXPERT, report=ahead) == "not_yet"


def test_a_submitted_application_is_to_be_decided_in_ten_business_days():
    after = plan(application(DRAFT), "submit", APPLICANT, {}, {}, {}).after

    (task,) = after.tasks
    assert (task["name"], task["due_at"].date().isoformat()) == ("decide", "2027-03-15")


def test_an_order_is_reminded_after_3_and_7_business_days_then_the_office_calls():
    after = plan(application(), "grant", STAFF, {}, {}, GROUNDS).after

    timers = [(timer["action"], timer["at"].date().isoformat()) for timer in after.due]
    assert timers == [
        ("remind", "2027-03-04"),
        ("remind", "2027-03-10"),
        ("escalate", "2027-03-15"),
    ]


def test_the_office_gets_its_task_to_call_and_a_call_closes_it():
    waiting = plan(application(ORDERED), "escalate", SYSTEM, {}, {}, {}).after
    called = plan(waiting, "called", STAFF, {}, {}, {"note": "Vastaa huomenna"}).after

    assert ([task["name"] for task in waiting.tasks], called.tasks) == (["call"], [])


def test_reminders_of_a_request_end_at_its_deadline():
    request = {"sections": ["need"], "message": "?", "answer_by": "2027-03-05"}
    data = {**request, "answer_by": datetime(2027, 3, 5).date()}

    after = plan(application(), "ask_more", STAFF, {"request": request}, {}, data).after

    timers = [(timer["action"], timer["at"].date().isoformat()) for timer in after.due]
    assert after.state == RETURNED
    assert timers == [("remind", "2027-03-04"), ("escalate", "2027-03-08")]


def test_a_round_whose_closing_time_has_passed_cannot_be_opened():
    over = Round(
        state=PLANNED,
        title={"fi": "a", "sv": "a", "en": "a"},
        notice={"fi": "", "sv": "", "en": ""},
        opens_at=NOW - timedelta(days=2),
        closes_at=NOW - timedelta(days=1),
        budget_days=1,
        days_per_organisation=1,
    )

    assert refusal(over, "open", MANAGER) == "closing_time_past"

"""The ledger of reminders: what has gone and what is planned, from the case itself."""

from datetime import UTC, datetime, timedelta

from services.applications.documents import Application
from services.applications.workflow import ORDERED, SUBMITTED
from shared.roles import Role
from shared.web.reminders import ladder_of
from shared.workflow.perform import plan
from shared.workflow.table import SYSTEM, Actor
from tests.support.events import sample

STAFF = Actor(Role.STAFF, "Ville")


SAID = {"grounds": "Ehdot täyttyvät.", "decided_by": "Ville", "reason": "Olen lomalla."}


def take(case, action, actor):
    data = {} if action == "remind" else SAID
    fired = next((timer["key"] for timer in case.due if timer["action"] == action), None)
    return plan(case, action, actor, {}, {}, data, fired=fired).after


def granted():
    facts = sample("application.granted.v1")["application"]
    day = (datetime.now(UTC) + timedelta(days=40)).date().isoformat()
    names = ("id", "organisation", "unit", "business_id", "sector", "situation", "goal", "contact")
    case = Application(
        **{name: facts[name] for name in names},
        state=SUBMITTED,
        round_id="round-1",
        reference="SP-1",
        days=1,
        mode="remote",
        date=day,
        start_time="09:00",
        expert=facts["expert"],
        participants={"management": 1, "supervisors": 0, "personnel": 2, "users": 0},
    )
    return take(case, "grant", STAFF)


def rungs(case):
    return [(rung.action, rung.number, rung.planned) for rung in ladder_of(case)]


def test_two_reminders_and_a_call_are_planned_once_an_order_is_out():
    case = granted()
    assert case.state == ORDERED
    assert rungs(case) == [("remind", 1, True), ("remind", 2, True), ("escalate", 2, True)]
    moments = [rung.at for rung in ladder_of(case)]
    assert moments == sorted(moments)


def test_a_reminder_that_has_gone_stands_in_the_ledger_with_its_mail():
    case = take(granted(), "remind", SYSTEM)
    event_id = case.history[-1]["id"]
    case.mails = [
        {"event_id": event_id, "subject": "Muistutus", "recipient": "p@x.example", "state": "sent"},
        {"event_id": "other", "subject": "Päätös", "recipient": "m@x.example", "state": "sent"},
    ]
    assert rungs(case) == [("remind", 1, False), ("remind", 2, True), ("escalate", 2, True)]
    (line,) = ladder_of(case)[0].mails
    assert "Muistutus → p@x.example" in line


def test_an_answer_stops_the_ladder():
    case = take(take(granted(), "remind", SYSTEM), "decline", Actor(Role.EXPERT, "Petri"))
    done = [rung for rung in rungs(case) if not rung[2]]
    assert done == [("remind", 1, False)]
    # the next state has a ladder of its own, for whoever it waits for then
    assert rungs(case)[1:] == [("remind", 1, True), ("remind", 2, True), ("escalate", 2, True)]

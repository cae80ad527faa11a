"""Each step of the office can be rehearsed: nothing is written, and the same is told."""

import pytest

from services.applications.documents import Round
from services.applications.staff.steps import STEPS
from shared.errors import InvalidInput, TransitionNotAllowed
from shared.roles import Role
from shared.web.fields import numeric_date
from shared.web.pin import fresh_pin
from shared.workflow.rehearsal import rehearse
from shared.workflow.table import Actor
from tests.integration.applications import casebook
from tests.support.rehearsing import everything, rehearsed_and_taken

BY_ACTION = {step.action: step for step in STEPS}
BY = Actor(Role.STAFF, "Ville Virkailija")


def day(count=25):
    return numeric_date(casebook.workday(count))


CASES = {
    "grant": (
        casebook.submitted,
        lambda: {
            "days": "1",
            "expert": "olli",
            "date": day(),
            "start_time": "9.00",
            "grounds": "Selkeä",
        },
    ),
    "ask_more": (
        casebook.submitted,
        lambda: {"sections": ["need"], "message": "Lisää", "answer_by": day(10)},
    ),
    "reject": (casebook.submitted, lambda: {"grounds": "Ei yhteistoimintaa"}),
    "called": (casebook.agreed, lambda: {"note": "Sovittu"}),
    "move": (
        casebook.agreed,
        lambda: {"date": day(), "start_time": "10.00", "reason": "Sairastuminen"},
    ),
    "cancel": (casebook.agreed, lambda: {"reason": "Peruuntui"}),
}


def test_no_step_is_left_out():
    assert set(CASES) == set(BY_ACTION)


@pytest.mark.parametrize("action", CASES)
def test_a_rehearsal_writes_nothing_and_tells_what_the_step_tells(app, book, store, action):
    make, fields = CASES[action]

    shown, taken = rehearsed_and_taken(app, store, BY_ACTION[action], make(), Role.STAFF, fields())

    assert shown == taken


def grant(application, **changes):
    given = {
        "days": 1,
        "expert": "liisa",
        "date": casebook.workday(25),
        "start_time": "09:00",
        "grounds": "Selkeä",
    }
    pin = fresh_pin(application.version)
    return rehearse(lambda: BY_ACTION["grant"].act(application, {**given, **changes}, BY, pin))


def test_a_rehearsed_grant_is_refused_as_the_grant_would_be(app, book, store):
    application = casebook.submitted()
    Round.objects.update(budget_days=0)
    before = everything(store)

    with app.test_request_context():
        with pytest.raises(TransitionNotAllowed, match="budget"):
            grant(application)
        with pytest.raises(InvalidInput):
            grant(application, date=casebook.workday(450))

    assert everything(store) == before

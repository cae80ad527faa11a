"""Scanners open every link of every mail of sparring; afterwards the people's clicks still work."""

import pytest

from services.applications.documents import Application, Round
from services.applications.handlers import drafts, orders
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM
from tests.integration.applications import casebook
from tests.integration.applications.casebook import STAFF, workday
from tests.integration.applications.test_links_of_every_kind import (
    answered,
    ordered_anew,
)
from tests.support.scanning import kinds_with_links_to, scan
from tests.support.told import events_of, mails_because_of

CASES = (Application, Round)


@pytest.fixture
def settings(app):
    return app.extensions["kunteko_settings"]


@pytest.fixture
def mails(app, settings):
    """Of cases that have gone every way."""
    casebook.add_themes("processes", "wellbeing")
    casebook.add_expert()
    casebook.open_round(budget=100, per_organisation=100)
    for make in (*casebook.IN_STATE.values(), answered, ordered_anew):
        make()
    drafts.keep_draft(casebook.draft(), email="maija@porvoo.example")
    for state in ("ordered", "choosing", "agreed", "returned"):
        perform(casebook.IN_STATE[state](), "remind", SYSTEM)
    given = {"date": workday(25), "start_time": "10:00", "reason": "Este"}
    orders.move_day(casebook.agreed(), **given, by=STAFF)
    for make, purpose in (
        (casebook.submitted, "status"),
        (casebook.ordered, "order"),
        (casebook.held, "feedback"),
    ):
        case = make()
        party = case.expert if purpose == "order" else case.contact
        orders.request_link(case, purpose=purpose, recipient=party["email"], key="k")
    return mails_because_of(events_of(CASES), settings)


def test_scanners_of_every_mail_change_nothing(app, settings, mails):
    missing = kinds_with_links_to("applications", settings) - {mail.template for mail in mails}
    assert not missing
    statuses = scan(app, "applications", mails, settings)
    assert set(statuses.values()) <= {200, 303, 410}

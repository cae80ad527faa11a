"""A reminder goes once, and only to those who have got what it reminds of."""

import pytest

from services.notifications.documents import Message
from services.notifications.handlers.events import HANDLERS
from services.notifications.workflow.mail import WAITING
from shared.contracts.base import contract_for
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.table import Actor
from tests.support.events import event

pytestmark = pytest.mark.usefixtures("clock")
VILLE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")


def handle(settings, happened):
    for handler in HANDLERS[contract_for(happened.type)]:
        handler(happened, settings)


def reminders():
    return Message.objects(template="reminder_order").count()


def remind(settings, id="reminder-1"):
    handle(settings, event("application.reminder.v1", id=id, application={"state": "ordered"}))


def test_nobody_is_reminded_of_an_order_that_the_office_has_not_released(connected):
    handle(connected, event("application.granted.v1", id="granted"))
    remind(connected)
    assert reminders() == 0
    for mail in Message.objects(state=WAITING):
        perform(mail, "release", VILLE)
    remind(connected, id="reminder-2")
    remind(connected, id="reminder-2")
    assert reminders() == 1


def test_a_waiting_mail_of_another_case_keeps_no_reminder_back(connected):
    handle(connected, event("application.granted.v1", id="granted", application={"id": "another"}))
    remind(connected)
    assert reminders() == 1

"""A little of everything that is told between services, made by the use-cases themselves."""

from datetime import timedelta

from deploy.registry import workers
from services.applications.documents import SparringMorning
from services.applications.handlers import orders
from services.experts.handlers import add_expert, edit_expert
from shared import ambient
from shared.messaging.inprocess import deliver_once
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM
from tests.integration.applications import casebook
from tests.integration.deeds import deedbook, juryroom
from tests.unit.experts.samples import profile


def deliver(system):
    """Everything to everyone, until nothing is left."""
    while deliver_once(system, ambient.now() + timedelta(days=1)):
        pass


def make_everything(settings):
    """The workers of a system in which every read model has rows."""
    system = workers(settings)
    casebook.add_themes("processes", "wellbeing")
    expert = add_expert(profile(name="Liisa Luotsi"), casebook.STAFF)
    edit_expert(expert, {"phone": "040 999"}, casebook.STAFF)
    casebook.open_round()
    deliver(system)
    held = casebook.held(expert=expert.id)
    for number in range(2):
        orders.give_feedback(held, rating=5 - number, comment="", follows="", key=str(number))
    casebook.rejected(expert=expert.id, business_id=casebook.BUSINESS_IDS[1])
    casebook.choosing(expert=expert.id, business_id=casebook.BUSINESS_IDS[2])
    juryroom.decided()
    gone = deedbook.published(title="Tämä teko poistuu")
    perform(gone, "take_down", deedbook.STAFF, data={"reason": "Pyynnöstä"})
    counts = {"open": 3, "new": 1, "due": 1, "overdue": 0}
    perform(SparringMorning(id="2026-11-23", day="2026-11-23", counts=counts), "sum_up", SYSTEM)
    deliver(system)
    return system

from datetime import UTC, datetime

import pytest

from services.deeds.app import create_app
from services.deeds.consumer import worker
from shared import ambient
from shared.contracts import applications, rounds
from shared.messaging.envelope import Event
from shared.roles import Role
from tests.support.apps import app_on
from tests.support.desk import Desk

NOON = datetime(2027, 3, 15, 10, 0, tzinfo=UTC)  # 12.00 in Finland


@pytest.fixture
def app(store):
    app = app_on(store, "deeds", create_app)
    app.testing = True
    with ambient.use(ambient.FixedSource(NOON)):
        yield app


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def reader(app):
    return Desk(app)


@pytest.fixture
def staff(app):
    return Desk(app, Role.STAFF)


@pytest.fixture
def manager(app):
    return Desk(app, Role.MANAGER)


@pytest.fixture
def deliver(app, settings):
    """Hand an event to the service's own handlers, as its consumer would."""
    handlers = worker(settings).handlers

    def deliver(event):
        for contract, listed in handlers.items():
            if contract.type == event.type:
                for handler in listed:
                    handler(event)

    return deliver


def texts(words):
    return {"fi": words, "sv": f"{words} (sv)", "en": f"{words} (en)"}


def round_event(contract=rounds.RoundOpened, *, sequence=1, **changes):
    facts = {
        "id": "round-1",
        "state": "open",
        "title": texts("Kevään haku"),
        "notice": texts("Huomaa pääsiäinen."),
        "opens_at": datetime(2027, 3, 1, 7, 0, tzinfo=UTC),
        "closes_at": datetime(2027, 3, 25, 14, 0, tzinfo=UTC),
        "budget_days": 40,
        "days_per_organisation": 2,
    } | changes
    return event(contract, {"round": facts}, subject=facts["id"], sequence=sequence)


def feedback_event(rating, **kwargs):
    facts = application_facts(state="held")
    return event(applications.FeedbackGiven, {"application": facts, "rating": rating}, **kwargs)


def granted_event(business_id, **kwargs):
    data = {
        "application": application_facts(business_id=business_id),
        "grounds": "Tarve on selvä.",
        "decided_by": "Paula Päällikkö",
    }
    return event(applications.ApplicationGranted, data, **kwargs)


def event(contract, data, *, id=None, subject="case-1", sequence=1):
    """As it comes from the wire: written and read by its contract."""
    return Event(
        id=id or ambient.Source().new_id(),
        type=contract.type,
        source="/services/applications/test",
        time=NOON,
        subject=subject,
        data=contract.read(contract.write(data)),
        correlation_id="journey",
        sequence=sequence,
    )


def application_facts(**changes):
    return {
        "id": "case-1",
        "reference": "SP-2027-0001",
        "state": "ordered",
        "organisation": "Kemin kaupunki",
        "business_id": "0210427-6",
        "contact": {"name": "Kaisa", "email": "kaisa@kemi.example", "language": "fi"},
        "days": 2,
        "participants": {"management": 1, "supervisors": 2, "personnel": 3, "users": 0},
        "expert": None,
        "date": None,
        "cooperative": True,
    } | changes

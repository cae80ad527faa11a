"""The applications service on a real store, with people of the office signed in."""

import json

import pytest

from services.applications.app import create_app
from shared.roles import Role
from tests.integration.applications import casebook
from tests.support.apps import app_on
from tests.support.desk import Desk
from tests.support.settings import STAFF

TOKENS = [
    {"name": "porvoo", "roles": "applicant"},
    {"name": "kuopio", "roles": "applicant"},
    {"name": "robot", "roles": "staff"},
    {"name": "chief", "roles": "manager"},
    {"name": "reader", "roles": "auditor"},
    {"name": "liisa", "roles": "expert", "expert_id": "liisa"},
    {"name": "olli", "roles": "expert", "expert_id": "olli"},
]


def token_of(name):
    return f"the secret token of {name} in the tests, long enough"


@pytest.fixture
def app(store):
    tokens = [{**row, "token": token_of(row["name"])} for row in TOKENS]
    app = app_on(
        store,
        "applications",
        create_app,
        api_tokens=json.dumps(tokens),
        staff=f"{STAFF};essi@experts.example,Essi Ekspertti,expert",
    )
    app.testing = True
    return app


@pytest.fixture
def book(app):
    """An open round, themes and two experts: what the casebook's applications need."""
    casebook.add_themes("processes", "wellbeing")
    casebook.add_expert()
    casebook.add_expert("olli", "Olli Opas")
    casebook.open_round()
    return casebook


@pytest.fixture
def staff(app, book):
    return Desk(app, Role.STAFF)


@pytest.fixture
def another_desk(app, book):
    return Desk(app, Role.STAFF)


@pytest.fixture
def manager(app, book):
    return Desk(app, Role.MANAGER)


@pytest.fixture
def auditor(app, book):
    return Desk(app, Role.AUDITOR)


class Program:
    """Somebody's program that speaks JSON with a token."""

    def __init__(self, app, name):
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token_of(name)}", "Accept-Language": "en"}

    def get(self, path):
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, **body):
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers)

    def patch(self, path, **body):
        return self.client.patch(f"/api/v1{path}", json=body, headers=self.headers)


@pytest.fixture
def program(app, book):
    """program("robot") speaks for that token."""
    return lambda name: Program(app, name)

"""The experts service on a real store, with someone signed in."""

import pytest

from services.experts import app as experts_app
from services.experts.handlers import add_expert
from shared.roles import Role
from shared.web.session import KEY
from shared.workflow.table import Actor
from tests.support.apps import app_on
from tests.support.settings import STAFF
from tests.unit.experts.samples import profile

TOKEN = "token of the staff's program, long enough"
READER_TOKEN = "token of the auditor's program, long enough"
MANAGER_TOKEN = "token of the manager's program, long enough"
OFFICE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
BOSS = Actor(Role.MANAGER, "Paula Päällikkö", "paula@kunteko.example")


@pytest.fixture
def app(store):
    tokens = (
        f'[{{"token": "{TOKEN}", "name": "robot", "roles": "staff"}},'
        f'{{"token": "{MANAGER_TOKEN}", "name": "chief", "roles": "manager"}},'
        f'{{"token": "{READER_TOKEN}", "name": "reader", "roles": "auditor"}}]'
    )
    people = STAFF + ";eero@pool.example,Eero,expert;minna@kunteko.example,Minna,manager"
    app = app_on(store, "experts", experts_app.create_app, api_tokens=tokens, staff=people)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def visitor(app):
    return app.test_client()


def signed_in(app, email):
    """A browser of somebody whom the settings know."""
    client = app.test_client()
    with client.session_transaction() as session:
        session[KEY] = {"email": email}
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def staff(app):
    return signed_in(app, "ville@kunteko.example")


@pytest.fixture
def manager(app):
    return signed_in(app, "paula@kunteko.example")


@pytest.fixture
def auditor(app):
    return signed_in(app, "aino@kunteko.example")


@pytest.fixture
def add(app):
    """add(name="…") → an expert of the pool, with everything else as in the sample."""

    def add(**changes):
        with app.app_context():
            return add_expert(profile(**changes), OFFICE)

    return add

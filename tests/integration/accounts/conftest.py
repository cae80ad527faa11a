import re
from datetime import timedelta

import pytest

from services.accounts.app import create_app
from services.accounts.documents import SignIn
from shared import ambient
from shared.ambient import FixedSource
from shared.links import make_link


class Later(FixedSource):
    """The clock stands some time from now; ids stay as they are in the real world."""

    def __init__(self, **span):
        super().__init__(ambient.now() + timedelta(**span))

    def new_id(self):
        return ambient.Source().new_id()


@pytest.fixture
def app(settings):
    app = create_app(settings)
    app.testing = True
    return app


class Browser:
    """A person at a browser: keeps cookies, fills in the CSRF token, reads the page."""

    def __init__(self, app):
        self.client = app.test_client()

    def get(self, path, **kwargs):
        return self.client.get(path, **kwargs)

    def post(self, path, **fields):
        """From a page that has a form, as a browser would."""
        return self.client.post(path, data={"csrf_token": self.csrf_token(), **fields})

    def csrf_token(self):
        page = self.get("/account/sign-in").text
        return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

    def ask(self, email, next=""):
        return self.post("/account/sign-in", email=email, next=next)

    def person(self):
        with self.client.session_transaction() as session:
            return session.get("person")


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def another_browser(app):
    return Browser(app)


def newest():
    return SignIn.objects.order_by("-created_at").first()


@pytest.fixture
def link(browser, settings):
    """The path of the link that Ville has asked for and got by mail."""
    browser.ask("ville@kunteko.example", next="/staff/rounds?state=open")
    sign_in = newest()
    return "/account/sign-in/" + make_link(settings, "sign-in", sign_in.id, sign_in.email)

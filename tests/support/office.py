"""Staff of the office at the pages about mails, in the service's own app."""

import json
import re
from html import unescape

from services.notifications.app import create_app
from services.notifications.documents import SERVICE
from services.notifications.handlers.events import HANDLERS
from shared.contracts.base import contract_for
from tests.support.apps import app_on

STAFF, AUDITOR = "ville@kunteko.example", "aino@kunteko.example"
MANAGER = "paula@kunteko.example"
TOKEN, AUDITOR_TOKEN = "s" * 40, "a" * 40


def office_on(store):
    tokens = [
        {"token": TOKEN, "name": "työkalu", "roles": "staff"},
        {"token": AUDITOR_TOKEN, "name": "arviointi", "roles": "auditor"},
    ]
    app = app_on(store, SERVICE, create_app, api_tokens=json.dumps(tokens))
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def browser(app, email=STAFF):
    """Somebody signed in, who reads English."""
    client = app.test_client()
    client.get("/subscriptions/round-opening?lang=en")
    with client.session_transaction() as session:
        session["person"] = {"email": email}
    return client


def bearer(token=TOKEN):
    return {"Authorization": f"Bearer {token}"}


def words(answer):
    """What a page says, without its marks."""
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return unescape(" ".join(text.split()))


def handle(happened, settings):
    """As the service's worker does with an event."""
    for handler in HANDLERS[contract_for(happened.type)]:
        handler(happened, settings)

"""The notifications service's web side."""

from __future__ import annotations

from flask import Flask

from services.notifications import api, mailbox_pages, public, staff
from services.notifications.documents import SERVICE
from services.notifications.metrics import mails_by_state, subscribers_by_state
from shared import store
from shared.settings import Settings
from shared.web import create_base_app
from shared.web.metrics import register_gauge_source


def create_app(settings: Settings) -> Flask:
    store.connect(settings, SERVICE)
    app = create_base_app(SERVICE, settings, package=__name__)
    for blueprint in (*public.BLUEPRINTS, *staff.BLUEPRINTS):
        app.register_blueprint(blueprint)
    if settings.mailbox:
        # it shows everybody's mail to everybody: never where real people's mail goes
        app.register_blueprint(mailbox_pages.pages, url_prefix="/mailbox")
    api.register_api(app)
    register_gauge_source(mails_by_state)
    register_gauge_source(subscribers_by_state)
    return app

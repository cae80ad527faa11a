"""The web side of the marketplace, the home page and the site's texts."""

from __future__ import annotations

from flask import Flask

from services.deeds import api, links, public, staff
from services.deeds.documents import SERVICE
from shared import store
from shared.settings import Settings
from shared.web import create_base_app


def create_app(settings: Settings) -> Flask:
    store.connect(settings, SERVICE)
    app = create_base_app(SERVICE, settings, package=__name__)
    for blueprint in (*public.BLUEPRINTS, *links.BLUEPRINTS, *staff.BLUEPRINTS):
        app.register_blueprint(blueprint)
    api.register_api(app)
    return app

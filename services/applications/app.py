"""The applications service as a web application."""

from __future__ import annotations

from flask import Flask

from services.applications import api, links, public, staff
from services.applications.documents import SERVICE
from shared import store
from shared.settings import Settings
from shared.web import create_base_app


def create_app(settings: Settings) -> Flask:
    store.connect(settings, SERVICE)
    app = create_base_app(SERVICE, settings, package=__name__)
    app.register_blueprint(public.blueprint)
    app.register_blueprint(links.blueprint)
    app.register_blueprint(staff.blueprint)
    api.register_api(app)
    return app

"""The expert pool's web side."""

from __future__ import annotations

from flask import Flask

from services.experts import api, public, staff, transfer
from services.experts.documents import SERVICE
from shared import store
from shared.settings import Settings
from shared.web import create_base_app
from shared.web.api import create_api


def create_app(settings: Settings) -> Flask:
    store.connect(settings, SERVICE)
    app = create_base_app(SERVICE, settings, package=__name__)
    app.register_blueprint(public.pages, url_prefix="/experts")
    app.register_blueprint(transfer.pages, url_prefix="/staff/experts")
    app.register_blueprint(staff.pages, url_prefix="/staff/experts")
    description = create_api(app, title="Kunteko: experts", path="/api/v1/openapi/experts.json")
    description.register_blueprint(api.operations, url_prefix="/api/v1/experts")
    return app

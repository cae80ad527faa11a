"""Open data: the marketplace as JSON and CSV."""

from __future__ import annotations

from flask import Flask

from services.deeds.api.deeds import open_to_all, operations
from shared.web.api import create_api

DESCRIPTION = "/api/v1/openapi/deeds.json"


def register_api(app: Flask) -> None:
    description = create_api(app, title="Kunteko: deeds", path=DESCRIPTION)
    description.register_blueprint(operations, url_prefix="/api/v1")
    app.after_request(open_to_all)

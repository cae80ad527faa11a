"""The JSON side: every step of an application, rounds and themes, from the forms' own schemas."""

from __future__ import annotations

from flask import Flask

from services.applications.api import applications, rounds, steps, themes
from services.applications.api.blueprints import BLUEPRINTS
from shared.web.api import create_api

__all__ = ["applications", "register_api", "rounds", "steps", "themes"]


def register_api(app: Flask) -> None:
    api = create_api(
        app, title="Kunteko: sparring", path="/api/v1/openapi/applications.json", version="v1"
    )
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)

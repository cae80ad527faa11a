"""The accounts service's web side."""

from __future__ import annotations

from flask import Flask

from services.accounts import links, public
from shared import store
from shared.settings import Settings
from shared.web import create_base_app


def create_app(settings: Settings) -> Flask:
    store.connect(settings, "accounts")
    app = create_base_app("accounts", settings, package=__name__)
    app.register_blueprint(public.pages, url_prefix="/account")
    app.register_blueprint(links.pages, url_prefix="/account")
    return app

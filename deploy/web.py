"""What gunicorn serves: one service, or all of them behind the table of routes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gunicorn.http.errors import ParseException
from werkzeug.exceptions import BadRequest

from deploy.registry import SERVICES, Service, service
from deploy.routes import dispatcher
from deploy.web_command import ALL
from shared.settings import Settings, load
from shared.tracing import configure_logging
from shared.web.errors import show_http_error

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask, Response


def create(name: str) -> WSGIApplication:
    """The application of one service, or of `all`. Raises SettingsError."""
    settings = load(os.environ)
    configure_logging(settings)
    if name == ALL:
        return dispatcher({each.name: _app(each, settings) for each in SERVICES})
    return _app(service(name), settings)


def _app(served: Service, settings: Settings) -> Flask:
    app = served.app(settings)
    app.register_error_handler(ParseException, _show_unreadable)
    return app


def _show_unreadable(_error: ParseException) -> Response:
    """gunicorn finds out that a body's chunks are none only when the application reads it."""
    return show_http_error(BadRequest())

"""What gunicorn serves: one service, or all of them behind the table of routes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from deploy.registry import SERVICES, service
from deploy.routes import dispatcher
from deploy.web_command import ALL
from shared.settings import load
from shared.tracing import configure_logging

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


def create(name: str) -> WSGIApplication:
    """The application of one service, or of `all`. Raises SettingsError."""
    settings = load(os.environ)
    configure_logging(settings)
    if name == ALL:
        return dispatcher({each.name: each.app(settings) for each in SERVICES})
    return service(name).app(settings)

"""JSON for staff's own tools."""

from __future__ import annotations

from flask import Flask

from services.notifications.api import mails, outbox
from shared.web.api import create_api


def register_api(app: Flask) -> None:
    description = create_api(app, title="Kunteko: mails", path="/api/v1/openapi/notifications.json")
    # before the mails: `outbox` is no key of a mail
    description.register_blueprint(outbox.operations, url_prefix="/api/v1/mails/outbox")
    description.register_blueprint(mails.operations, url_prefix="/api/v1/mails")

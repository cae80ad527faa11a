"""JSON for staff's own tools."""

from __future__ import annotations

from flask import Flask

from services.notifications.api import bulletins, mails, outbox, subscribers, texts
from shared.web.api import create_api


def register_api(app: Flask) -> None:
    description = create_api(app, title="Kunteko: mails", path="/api/v1/openapi/notifications.json")
    # before the mails: `outbox` and `texts` are no keys of mails
    description.register_blueprint(outbox.operations, url_prefix="/api/v1/mails/outbox")
    description.register_blueprint(texts.operations, url_prefix="/api/v1/mails/texts")
    description.register_blueprint(mails.operations, url_prefix="/api/v1/mails")
    description.register_blueprint(bulletins.operations, url_prefix="/api/v1/bulletins")
    description.register_blueprint(subscribers.operations, url_prefix="/api/v1/subscribers")

"""What every view may ask about the app it runs in."""

from __future__ import annotations

from typing import cast

from flask import Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from shared.settings import Settings

API_PREFIX = "/api/"


def current_settings() -> Settings:
    return cast("Settings", current_app.extensions["kunteko_settings"])


def is_api_request() -> bool:
    return request.path.startswith(API_PREFIX)


def private_page(response: ResponseReturnValue) -> Response:
    """A page behind a personal link: kept by no cache, found by no search engine."""
    ready = make_response(response)
    ready.headers["Cache-Control"] = "no-store"
    ready.headers["X-Robots-Tag"] = "noindex, nofollow"
    return ready

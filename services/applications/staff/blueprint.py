"""The blueprint that the office's pages hang on."""

from __future__ import annotations

from flask import Blueprint

from shared.web.steps import desk_address, left_query

HOME = "/staff/applications"
blueprint = Blueprint("staff", __name__, url_prefix="/staff")


def queue_address() -> str:
    """The queue as the person left it: pages carry its query string along as `back`."""
    return desk_address(HOME, left_query())

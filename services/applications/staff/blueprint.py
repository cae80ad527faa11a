"""The blueprint that the office's pages hang on."""

from __future__ import annotations

from flask import Blueprint, request

blueprint = Blueprint("staff", __name__, url_prefix="/staff")


def queue_address() -> str:
    """The queue as the person left it: pages carry its query string along as `back`."""
    query = request.values.get("back", "")
    return "/staff/applications" + ("?" + query if query.isprintable() and query else "")

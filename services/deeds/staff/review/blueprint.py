"""The blueprint that the office's pages about deeds hang on, and the ways between them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint

HOME = "/staff/deeds"
blueprint = Blueprint("staff_review", __name__, url_prefix=HOME)


def queue_address(query: str = "", **changes: str) -> str:
    """`changes` to the query; empty ones drop a part. An open deed is where the reader begins."""
    kept = {**dict(parse_qsl(query)), **changes}
    asked = urlencode({name: value for name, value in kept.items() if value})
    mark = "#open" if changes.get("open") else ""
    return HOME + (f"?{asked}" if asked else "") + mark

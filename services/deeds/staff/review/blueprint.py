"""The blueprint that the office's pages about deeds hang on, and the ways between them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, request

from services.deeds.documents import Deed

HOME = "/staff/deeds"
blueprint = Blueprint("staff_review", __name__, url_prefix=HOME)


def left_query() -> str:
    """The queue's query as the person left it: pages carry it along as `back`."""
    query = request.values.get("back", "")
    return query if query.isprintable() else ""


def queue_address(query: str = "", **changes: str) -> str:
    """`changes` to the query; empty ones drop a part. An open deed is where the reader begins."""
    kept = {**dict(parse_qsl(query)), **changes}
    asked = urlencode({name: value for name, value in kept.items() if value})
    mark = "#open" if changes.get("open") else ""
    return HOME + (f"?{asked}" if asked else "") + mark


def case_address(deed: Deed) -> str:
    back = left_query()
    address = f"{HOME}/{deed.id}"
    return f"{address}?{urlencode({'back': back})}" if back else address

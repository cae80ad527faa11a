"""Where the pages of subscriptions live."""

from __future__ import annotations

from flask import Blueprint

pages = Blueprint("public", __name__, url_prefix="/subscriptions")

"""The blueprint that the office's pages about deeds hang on."""

from __future__ import annotations

from flask import Blueprint

HOME = "/staff/deeds"
blueprint = Blueprint("staff_review", __name__, url_prefix=HOME)

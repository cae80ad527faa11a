"""Where the office's pages about mails live, and what all of them show."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from services.notifications.case_pages import case_page, kind_of
from services.notifications.words import mails as words

PATH = "/staff/mails"
pages = Blueprint("staff", __name__, url_prefix=PATH)


@pages.context_processor
def staff_words() -> dict[str, Any]:
    return {"words": words, "case_page": case_page, "kind_of": kind_of}

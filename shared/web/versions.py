"""The version of a case that a person had before them when they posted a form about it."""

from __future__ import annotations

import re

from flask import request

NONE_SEEN = 0  # no stored case has it: a form that says no version meets a conflict


def posted_version() -> int:
    text = request.form.get("version", "")
    return int(text) if re.fullmatch("[0-9]{1,8}", text) else NONE_SEEN

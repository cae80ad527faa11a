"""What a posted form says of itself, so that a second click and a stale page change nothing."""

from __future__ import annotations

import re

from flask import request

from shared import ambient
from shared.web.versions import NONE_SEEN, posted_version
from shared.workflow.pin import Pin

__all__ = ["Pin", "fresh_pin", "read_pin"]


def fresh_pin(version: int = NONE_SEEN) -> Pin:
    return Pin(version, ambient.new_id())


def read_pin() -> Pin:
    """A form without a version has been tampered with: it meets a conflict and nothing else."""
    key = request.form.get("key", "")
    return Pin(
        version=posted_version(),
        key=key if re.fullmatch("[0-9a-f]{32}", key) else ambient.new_id(),
    )

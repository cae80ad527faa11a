"""What a posted form says of itself, so that a second click and a stale page change nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

from shared import ambient
from shared.web.versions import NONE_SEEN, posted_version


@dataclass(frozen=True)
class Pin:
    """The version of the case that the person saw, and the form's own key."""

    version: int
    key: str

    @property
    def cause(self) -> str:
        return f"form:{self.key}"


def fresh_pin(version: int = NONE_SEEN) -> Pin:
    return Pin(version, ambient.new_id())


def read_pin() -> Pin:
    """A form without a version has been tampered with: it meets a conflict and nothing else."""
    key = request.form.get("key", "")
    return Pin(
        version=posted_version(),
        key=key if re.fullmatch("[0-9a-f]{32}", key) else ambient.new_id(),
    )

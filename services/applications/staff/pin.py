"""What a posted form says of itself, so that a second click and a stale page change nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request

from shared import ambient


@dataclass(frozen=True)
class Pin:
    """The version of the case that the person saw, and the form's own key."""

    version: int
    key: str

    @property
    def cause(self) -> str:
        return f"form:{self.key}"


def fresh_pin(version: int = 0) -> Pin:
    return Pin(version, ambient.new_id())


def read_pin() -> Pin:
    """A form without a version has been tampered with: it meets a conflict and nothing else."""
    version, key = request.form.get("version", ""), request.form.get("key", "")
    return Pin(
        version=int(version) if re.fullmatch("[0-9]{1,8}", version) else 0,
        key=key if re.fullmatch("[0-9a-f]{32}", key) else ambient.new_id(),
    )

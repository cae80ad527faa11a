"""Moments as people write them on a command line."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import datetime, timedelta

from shared import ambient

SPANS = {"min": "minutes", "h": "hours", "d": "days"}


def moment(text: str) -> datetime:
    """90min, 2h, 3d ago; or 2026-11-22, 2026-11-22T08:30 in Finnish time."""
    span = re.fullmatch(r"(\d{1,6})(min|h|d)", text)
    try:
        if span:
            return ambient.now() - timedelta(**{SPANS[span[2]]: int(span[1])})
        written = datetime.fromisoformat(text)
        return written if written.tzinfo else written.replace(tzinfo=ambient.HELSINKI)
    except (ValueError, OverflowError):
        raise ArgumentTypeError("say 90min, 2h, 3d, or a time as 2026-11-22T08:30") from None

"""How often, and after how long, a consumer tries again. The same on every bus."""

from __future__ import annotations

from datetime import timedelta

DELAYS = (
    timedelta(seconds=1),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
)


def delay_after(attempt: int) -> timedelta | None:
    """How long to wait after the given failed attempt (the first is 1). None: give up."""
    return DELAYS[attempt - 1] if attempt <= len(DELAYS) else None

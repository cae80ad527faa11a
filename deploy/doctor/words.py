"""How the doctor speaks of numbers and spans of time."""

from __future__ import annotations

from datetime import timedelta

UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def ago(span: timedelta) -> str:
    """12 min ago."""
    seconds = max(int(span.total_seconds()), 0)
    for size, unit in UNITS:
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return "just now"


def many(count: int, thing: str) -> str:
    """1 event, 12 events."""
    return f"{count:,} {thing}" + ("" if count == 1 else "s")

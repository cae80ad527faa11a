"""What all pages that mail a fresh link share."""

from __future__ import annotations

import hashlib

from shared import ambient


def masked(email: str) -> str:
    """maija@kunta.fi → m…@kunta.fi: whoever holds an old link need not learn the address."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def hourly_key(asked: str) -> str:
    """The same for the same question within the hour: it is answered with one mail."""
    return hashlib.sha256(asked.encode()).hexdigest()[:24] + f"{ambient.now():%Y%m%d%H}"

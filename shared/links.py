"""Signed action links: bound to a purpose, a case, a recipient and a step of the case.

GET and HEAD only ever show; POST acts. Which step is current is the service's to say; here is only
whether we made the link, for what, for whom and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from shared import ambient
from shared.errors import LinkExpired, LinkForged
from shared.settings import Settings

# how long a link of each purpose opens its page; afterwards it offers a fresh one
LIFETIMES: dict[str, timedelta] = {
    "draft": timedelta(days=90),
    "status": timedelta(days=5 * 365),
    "order": timedelta(days=365),
    "feedback": timedelta(days=180),
    "sign-in": timedelta(minutes=10),
    "round-watch": timedelta(days=5 * 365),
    "deed-draft": timedelta(days=90),
    "deed-confirm": timedelta(days=30),
    "deed": timedelta(days=5 * 365),
    "partner-confirm": timedelta(days=30),
    "partner": timedelta(days=5 * 365),
    "jury": timedelta(days=365),
    "subscribe": timedelta(days=30),
    "subscription": timedelta(days=5 * 365),
    "letter": timedelta(days=5 * 365),
}


@dataclass(frozen=True)
class Link:
    purpose: str
    case_id: str
    recipient: str
    step: str
    made_at: datetime


def _serializer(settings: Settings, purpose: str) -> URLSafeSerializer:
    # not the timed serializer: it reads the wall clock, and ours comes from `ambient`.
    # itsdangerous signs with the last key and accepts all; settings list the newest first
    return URLSafeSerializer(list(reversed(settings.secret_keys)), salt=f"kunteko.link.{purpose}")


def make_link(
    settings: Settings, purpose: str, case_id: str, recipient: str = "", step: str = ""
) -> str:
    """A URL-safe token. Raises KeyError for a purpose that LIFETIMES does not name."""
    LIFETIMES[purpose]
    made_at = int(ambient.now().timestamp())
    token = _serializer(settings, purpose).dumps([case_id, recipient, step, made_at])
    return token if isinstance(token, str) else token.decode()


def read_link(settings: Settings, purpose: str, token: str) -> Link:
    """Raises LinkForged, or LinkExpired that still carries the link."""
    try:
        case_id, recipient, step, made_at = _serializer(settings, purpose).loads(token)
        moment = datetime.fromtimestamp(made_at, ambient.now().tzinfo)
    except (BadData, ValueError, TypeError, ArithmeticError, OSError):
        raise LinkForged(purpose) from None
    link = Link(purpose, case_id, recipient, step, moment)
    if ambient.now() - moment > LIFETIMES[purpose]:
        raise LinkExpired(link)
    return link

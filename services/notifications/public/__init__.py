"""Pages for everybody: the newsletter, one's choices, letters behind a link."""

from services.notifications.public import (
    choices,
    confirming,
    contacts,
    leaving,
    letters,
    newsletter,
    round_opening,
)
from services.notifications.public.blueprint import pages

BLUEPRINTS = (pages, letters.pages)
__all__ = [
    "BLUEPRINTS",
    "choices",
    "confirming",
    "contacts",
    "leaving",
    "newsletter",
    "round_opening",
]

"""The office's pages about mails, their texts, bulletins and subscribers."""

from services.notifications.staff import (
    bulletins,
    kinds,
    mails,
    morning,
    outbox,
    previews,
    returns,
    subscribers,
    texts,
)
from services.notifications.staff.blueprint import pages

BLUEPRINTS = (pages, bulletins.pages, subscribers.pages)
__all__ = ["BLUEPRINTS", "kinds", "mails", "morning", "outbox", "previews", "returns", "texts"]

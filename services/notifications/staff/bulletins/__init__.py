"""Newsletters and contact person letters: written, tried, sent."""

from services.notifications.staff.bulletins import reading, sending, trying, writing
from services.notifications.staff.bulletins.blueprint import pages

__all__ = ["pages", "reading", "sending", "trying", "writing"]

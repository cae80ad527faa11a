"""The human outbox: mails that wait for somebody to see and release them."""

from services.notifications.staff.outbox import listing, many, one, rewriting

__all__ = ["listing", "many", "one", "rewriting"]

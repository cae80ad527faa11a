"""The words of every mail, as the office wants them."""

from services.notifications.staff.texts import editing, listing, versions

__all__ = ["editing", "listing", "versions"]

"""Pages behind the links in mails. GET and HEAD only show; POST acts, and a repeat is harmless."""

from services.applications.links import calendar, feedback, lost, order, status
from services.applications.links.through import blueprint

__all__ = ["blueprint", "calendar", "feedback", "lost", "order", "status"]

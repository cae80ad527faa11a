"""Telling about a deed: the front page, the form on one page, help, the quick test, sending."""

from services.deeds.public.telling import beside, confirm, form, front, sending
from services.deeds.public.telling.draft import blueprint

__all__ = ["beside", "blueprint", "confirm", "form", "front", "sending"]

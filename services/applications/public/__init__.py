"""The public side: the front page of sparring and the application form, page by page."""

from services.applications.public import expert, form, front
from services.applications.public.draft import blueprint

__all__ = ["blueprint", "expert", "form", "front"]

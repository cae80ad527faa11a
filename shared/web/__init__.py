"""The web shell that every service stands in: pages, forms, languages, session, errors, health."""

from shared.web.app import create_base_app

__all__ = ["create_base_app"]

"""The list of themes as this service knows it."""

from __future__ import annotations

from flask import g, has_app_context

from services.experts.documents import ThemeView
from shared.read_models.themes import Theme, ordered_themes


def all_themes() -> dict[str, Theme]:
    """id → theme in the list's order, those no longer offered too. Read once a request."""
    if not has_app_context():
        return ordered_themes(ThemeView.objects)
    if "themes" not in g:
        g.themes = ordered_themes(ThemeView.objects)
    found: dict[str, Theme] = g.themes
    return found


def theme_names(language: str) -> dict[str, str]:
    return {theme.id: theme.name_in(language) for theme in all_themes().values()}

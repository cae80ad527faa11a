"""The list of themes as a service knows it, read once a request."""

from __future__ import annotations

from flask import g, has_app_context

from shared.read_models.themes import Theme, ThemeViewBase, ordered_themes


def themes_of(view: type[ThemeViewBase]) -> dict[str, Theme]:
    """id → theme in the list's order, those no longer offered too."""
    if not has_app_context():
        return ordered_themes(view.objects)
    if "themes" not in g:
        g.themes = ordered_themes(view.objects)
    found: dict[str, Theme] = g.themes
    return found

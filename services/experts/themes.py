"""The list of themes: what staff changed in applications, over what the programme began with."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, has_app_context

from services.experts.documents import ThemeView
from shared import vocabulary


@dataclass(frozen=True)
class Theme:
    id: str
    names: dict[str, str]
    active: bool
    place: int

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names["fi"]


def all_themes() -> dict[str, Theme]:
    """id → theme in the list's order, those no longer offered too. Read once a request."""
    if not has_app_context():
        return _read()
    if "themes" not in g:
        g.themes = _read()
    found: dict[str, Theme] = g.themes
    return found


def theme_names(language: str) -> dict[str, str]:
    return {theme.id: theme.name_in(language) for theme in all_themes().values()}


def _read() -> dict[str, Theme]:
    themes = {
        key: Theme(key, names, True, place)
        for place, (key, names) in enumerate(vocabulary.THEMES.items())
    }
    for view in ThemeView.objects:
        themes[view.id] = Theme(view.id, dict(view.names), view.active, view.place)
    ordered = sorted(themes.values(), key=lambda theme: (theme.place, theme.id))
    return {theme.id: theme for theme in ordered}

"""The list of themes as this service knows it."""

from __future__ import annotations

from services.deeds.documents import DeedThemeView
from shared.read_models.themes import Theme
from shared.web.themes import themes_of


def all_themes() -> dict[str, Theme]:
    return themes_of(DeedThemeView)


def theme_names(language: str) -> dict[str, str]:
    return {theme.id: theme.name_in(language) for theme in all_themes().values()}

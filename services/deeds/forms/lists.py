"""Lists to choose from, and what questions of the marketplace have in common."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from services.deeds.themes import all_themes
from shared.vocabulary import REGIONS, SECTORS, names_in
from shared.web.fields import Text
from shared.web.language import language

Rows = list[tuple[str, str]]
LANGUAGE_ROWS = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]


def sector_rows() -> Rows:
    return list(names_in(SECTORS, language()).items())


def region_rows() -> Rows:
    return list(names_in(REGIONS, language()).items())


def theme_rows(kept: Collection[str] = ()) -> Rows:
    """Themes in use, and those of `kept`: an old choice stays though it is no longer offered."""
    themes = all_themes().values()
    return [(t.id, t.name_in(language())) for t in themes if t.active or t.id in kept]


def meta(label: Any, hint: Any = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, **more}


def long_text(limit: int, label: Any, hint: Any = "", **more: Any) -> Text:
    return Text(max=limit, metadata=meta(label, hint, widget="textarea", **more))

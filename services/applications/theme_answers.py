"""Between the form of a theme and the theme as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.applications.documents import Theme
from shared.settings import LANGUAGES


def stored_theme(given: Mapping[str, Any]) -> dict[str, Any]:
    names = {code: given[f"name_{code}"] for code in LANGUAGES}
    return {"names": names, "place": given["place"]}


def theme_values(theme: Theme) -> dict[str, Any]:
    return {f"name_{code}": theme.names.get(code, "") for code in LANGUAGES} | {
        "place": theme.place
    }

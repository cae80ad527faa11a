"""What the questions share: lists to choose from, limits of dates, labels and hints."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from services.applications.handlers.drafts import experts_contracted
from services.applications.handlers.rounds import active_themes
from shared import ambient
from shared.vocabulary import SECTORS, names_in
from shared.web.fields import Text
from shared.web.language import language

Rows = list[tuple[Any, ...]]
LANGUAGE_ROWS = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
DAY_ROWS = [("1", _l("1 day")), ("2", _l("2 days"))]
LATEST = timedelta(days=730)


def tomorrow() -> Any:
    return ambient.today() + timedelta(days=1)


def two_years_on() -> Any:
    return ambient.today() + LATEST


def one_of(label: Any, names: dict[str, Any], hint: Any = "", **more: Any) -> dict[str, Any]:
    """The metadata of a question with always the same answers; their names wait to be shown."""
    return meta(label, hint, choices=lambda: list(names.items()), values=tuple(names), **more)


def sector_rows() -> Rows:
    return list(names_in(SECTORS, language()).items())


def theme_rows() -> Rows:
    return [
        (theme.id, theme.names.get(language()) or theme.names["fi"]) for theme in active_themes()
    ]


def expert_rows() -> Rows:
    """Everybody under contract some day; whether on the very date is checked with the date."""
    return [(e.id, f"{e.name}, {e.company}") for e in experts_contracted()]


def meta(label: Any, hint: Any = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, **more}


def long_text(limit: int, label: Any, hint: Any = "", **more: Any) -> Text:
    return Text(max=limit, metadata=meta(label, hint, widget="textarea", **more))

"""The list of themes: what staff changed in applications, over what the programme began with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from mongoengine import BooleanField, DictField, IntField, StringField

from shared import vocabulary
from shared.messaging.envelope import Event
from shared.migrations.stored import Stored
from shared.read_models.newest import set_if_newer


class ThemeViewBase(Stored):
    """A theme as its newest event told it. A service's own view says where it is kept."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True}

    id = StringField(primary_key=True)
    names = DictField()
    active = BooleanField(default=True)
    place = IntField(default=0)
    sequence = IntField(default=0)


@dataclass(frozen=True)
class Theme:
    id: str
    names: dict[str, str]
    active: bool
    place: int

    def name_in(self, language: str) -> str:
        return self.names.get(language) or self.names["fi"]


def ordered_themes(views: Iterable[ThemeViewBase]) -> dict[str, Theme]:
    """id → theme in the list's order, those no longer offered too."""
    themes = {
        key: Theme(key, names, True, place)
        for place, (key, names) in enumerate(vocabulary.THEMES.items())
    }
    for view in views:
        themes[view.id] = Theme(view.id, dict(view.names), view.active, view.place)
    ordered = sorted(themes.values(), key=lambda theme: (theme.place, theme.id))
    return {theme.id: theme for theme in ordered}


def note_theme(view: type[ThemeViewBase], event: Event) -> None:
    """Keep what a theme.changed event tells."""
    told = {name: event.data[name] for name in ("names", "active", "place")}
    set_if_newer(view, event.data["id"], event.sequence, told)

"""The catalogue's filters: what can be chosen, what is chosen, and each choice removable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import request
from flask_babel import gettext as _

from services.deeds.forms.lists import LANGUAGE_ROWS
from services.deeds.handlers.catalogue import Answer, Question, organisation_names
from services.deeds.themes import theme_names
from services.deeds.words.deed import STAGES
from shared.vocabulary import REGIONS, SECTORS, names_in
from shared.web.language import language

MOST_ORGANISATIONS = 15
Names = dict[str, str]


@dataclass(frozen=True)
class Group:
    """One dimension of filters: (key, name, how many would be found, chosen)."""

    name: str
    legend: str
    options: list[tuple[str, str, int, bool]]

    @property
    def chosen(self) -> bool:
        return any(option[3] for option in self.options)


def groups(answer: Answer, question: Question, names: Mapping[str, Names]) -> list[Group]:
    return [
        Group(name, legend, _options(names[name], dict(answer.facets[name]), chosen))
        for name, legend in _legends().items()
        for chosen in [question.choices[name]]
    ]


def _options(
    names: Names, counts: Mapping[str, int], chosen: tuple[str, ...]
) -> list[tuple[str, str, int, bool]]:
    """What finds something, and what is chosen already, in the order of the list."""
    keys = [*names, *(key for key in chosen if key not in names)]
    return [
        (key, names.get(key, key), counts.get(key, 0), key in chosen)
        for key in keys
        if key in counts or key in chosen
    ]


def _legends() -> Names:
    return {
        "theme": _("Theme"),
        "sector": _("Sector"),
        "stage": _("Stage"),
        "region": _("Region"),
        "organisation": _("Organisation"),
        "language": _("Language of the deed"),
    }


def names_of(answer: Answer, question: Question) -> dict[str, Names]:
    """Dimension → key → name, in the order shown."""
    counted = [key for key, _count in answer.facets["organisation"][:MOST_ORGANISATIONS]]
    return {
        "theme": theme_names(language()),
        "sector": names_in(SECTORS, language()),
        "stage": {key: str(name) for key, name in STAGES.items()},
        "region": names_in(REGIONS, language()),
        "organisation": organisation_names((*question.organisations, *counted)),
        "language": dict(LANGUAGE_ROWS),
    }


def chips(question: Question, names: Mapping[str, Names]) -> list[tuple[str, str]]:
    """(words, this page's address without it) of everything that was asked."""
    words = [(f"“{question.words}”", without("q"))] if question.words else []
    return words + [
        (names[name].get(key, key), without(name, key))
        for name, chosen in question.choices.items()
        for key in chosen
    ]


def without(name: str, value: str | None = None) -> str:
    """This page's address without one filter, or without one of its values; on the first page."""
    kept = [
        (key, item)
        for key, item in request.args.items(multi=True)
        if key != "page" and not (key == name and value in (None, item))
    ]
    return quote(request.path) + ("?" + urlencode(kept) if kept else "")

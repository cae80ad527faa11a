"""The catalogue's filters, kept in the address: read, counted, and each one removable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from services.experts import catalogue, words
from services.experts.catalogue import Wish
from services.experts.documents import Expert
from shared.web.fields import numeric_date, read_date

PAGE_SIZE = 12
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Asked:
    """The address's filters: the wish, and what was typed where it could not be read."""

    wish: Wish
    typed_day: str
    day_error: str
    sort: str


@dataclass(frozen=True)
class Group:
    """One group of filter options: (value, name, how many would fit, chosen)."""

    name: str
    legend: str
    options: list[tuple[str, str, int, bool]]

    @property
    def chosen(self) -> bool:
        return any(option[3] for option in self.options)


def read_filters(args: MultiDict[str, str]) -> Asked:
    """The address as a wish; unknown options are left out, an unreadable day is told."""
    typed = args.get("date", "").strip()[:40]
    day = read_date(typed)
    wish = Wish(
        text=args.get("q", "").strip()[:LONGEST_SEARCH],
        themes=_known(args.getlist("theme"), words.themes()),
        languages=_known(args.getlist("language"), words.spoken()),
        places=_known(args.getlist("place"), words.places()),
        day=day,
    )
    wrong = bool(typed) and day is None
    error = _("Write the date as day.month.year, for example 14.3.2027") if wrong else ""
    sort = args.get("sort", "name")
    return Asked(wish, typed, error, sort if sort in catalogue.SORTS else "name")


def _known(values: list[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value in names))


def groups(listed: list[Expert], wish: Wish) -> list[Group]:
    """The options that the pool has at all, each with its count as the other groups stand."""
    counted = catalogue.counts(listed, wish)
    in_pool = catalogue.counts(listed, Wish())

    def group(name: str, key: str, legend: str, names: Mapping[str, str], chosen: Any) -> Group:
        options = [
            (value, text, counted[key].get(value, 0), value in chosen)
            for value, text in names.items()
            if value in in_pool[key] or value in chosen
        ]
        return Group(name, legend, options)

    return [
        group("theme", "themes", _("Theme"), words.themes(), wish.themes),
        group("language", "languages", _("Working language"), words.spoken(), wish.languages),
        group("place", "places", _("Region or remotely"), words.places(), wish.places),
    ]


def chips(asked: Asked) -> list[tuple[str, str]]:
    """(words, address without it) of every chosen filter."""
    wish = asked.wish
    found = [(f"“{wish.text}”", without("q"))] if wish.text else []
    if wish.day:
        on = _("Under contract on %(day)s", day=numeric_date(wish.day))
        found.append((on, without("date")))
    for name, chosen, names in (
        ("theme", wish.themes, words.themes()),
        ("language", wish.languages, words.spoken()),
        ("place", wish.places, words.places()),
    ):
        found += [(names[value], without(name, value)) for value in chosen]
    return found


def without(name: str, value: str | None = None) -> str:
    """This page's address without one filter, or without one of its values; on the first page."""
    kept = [
        (key, item)
        for key, item in request.args.items(multi=True)
        if key != "page" and not (key == name and value in (None, item))
    ]
    return request.path + ("?" + urlencode(kept) if kept else "")

"""What anyone may see: the catalogue, up to three experts side by side, an expert's own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from services.experts import catalogue, words
from services.experts.catalogue import Wish
from services.experts.contracts import contracted_until, starts_on
from services.experts.documents import Expert
from services.experts.handlers import find_expert
from shared import ambient
from shared.web.fields import numeric_date, read_date
from shared.web.language import language
from shared.web.paging import Page, page_number, skipped

pages = Blueprint("public", __name__)

PAGE_SIZE = 12
MOST_COMPARED = 3
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


@pages.context_processor
def expert_words() -> dict[str, Any]:
    return {
        "words": words,
        "language_name": words.spoken,
        "until": lambda expert: contracted_until(expert.contracts, ambient.today()),
        "begins": lambda expert: starts_on(expert.contracts, ambient.today()),
    }


@pages.get("")
def browse() -> ResponseReturnValue:
    asked = read_filters(request.args)
    listed = catalogue.listed_experts(ambient.today())
    found = catalogue.arranged(catalogue.find(listed, asked.wish), asked.sort)
    number = min(page_number(), Page([], len(found), 1, PAGE_SIZE).pages)
    start = skipped(number, PAGE_SIZE)
    return render_template(
        "public/catalogue.html",
        asked=asked,
        groups=groups(listed, asked.wish),
        chips=chips(asked),
        page=Page(found[start : start + PAGE_SIZE], len(found), number, PAGE_SIZE),
        most=MOST_COMPARED,
    )


@pages.get("/compare")
def compare() -> ResponseReturnValue:
    asked = list(dict.fromkeys(request.args.getlist("id")))
    listed = {expert.id: expert for expert in catalogue.listed_experts(ambient.today())}
    found = [listed[expert_id] for expert_id in asked if expert_id in listed]
    return render_template(
        "public/compare.html",
        experts=found[:MOST_COMPARED],
        left_out=len(found) - MOST_COMPARED,
        gone=len(asked) - len(found),
        without=without,
        most=MOST_COMPARED,
    )


@pages.get("/<expert_id>")
def profile(expert_id: str) -> ResponseReturnValue:
    expert = find_expert(expert_id)
    if not catalogue.is_listed(expert, ambient.today()):
        return render_template("public/gone.html"), 410
    return render_template("public/profile.html", expert=expert, about=about(expert))


def about(expert: Expert) -> dict[str, Any]:
    """The profile as schema.org describes a person, for search engines."""
    text, _language = expert.described_in(language())
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": expert.name,
        "worksFor": {"@type": "Organization", "name": expert.company},
        "email": f"mailto:{expert.email}",
        "description": text,
        "knowsLanguage": list(expert.languages),
        **({"telephone": expert.phone} if expert.phone else {}),
    }


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

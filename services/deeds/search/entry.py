"""What the search keeps of one deed: the card that a result shows, its facets, its terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.deeds.search import analysis, lexicon
from services.deeds.search.words import clean
from shared.vocabulary import REGIONS, SECTORS, THEMES

TEXT_FIELDS = ("goal", "done", "results", "surprises", "advice")
SECTIONS = ("title", "need", "text", "names", "labels")
DIMENSIONS = ("sector", "stage", "region", "theme", "organisation", "language")


@dataclass(frozen=True)
class Published:
    """A deed as it stands on the marketplace. `content` is `Deed.published`."""

    id: str
    number: int
    language: str
    content: Mapping[str, Any]
    published_at: datetime
    updated_at: datetime


def analyser() -> str:
    """Terms of another analyser do not match: they are computed anew."""
    return f"{analysis.FORMAT} {lexicon.version()}"


def entry_of(deed: Published) -> dict[str, Any]:
    """Card, facets and terms, as they are stored."""
    return {
        "number": deed.number,
        "card": card_of(deed),
        "facets": _facets(deed),
        "terms": _terms(deed),
        "analyser": analyser(),
    }


def card_of(deed: Published) -> dict[str, Any]:
    """JSON-safe: what a result shows, and the texts that its excerpt is cut from."""
    content = deed.content
    pictures = content.get("pictures") or []
    texts = {name: clean(content.get(name) or "") for name in ("title", "need", *TEXT_FIELDS)}
    return texts | {
        "organisation": content.get("organisation", ""),
        "organisation_key": content.get("organisation_key", ""),
        "unit": content.get("unit", ""),
        "sector": content.get("sector", ""),
        "region": content.get("region", ""),
        "stage": content.get("stage", ""),
        "themes": list(content.get("themes") or []),
        "language": deed.language,
        "published_at": deed.published_at.isoformat(),
        "updated_at": deed.updated_at.isoformat(),
        "picture": pictures[0] if pictures else None,
    }


def _facets(deed: Published) -> dict[str, list[str]]:
    content = deed.content
    one = {
        "sector": content.get("sector"),
        "stage": content.get("stage"),
        "region": content.get("region"),
        "organisation": content.get("organisation_key"),
        "language": deed.language,
    }
    facets = {name: [value] if value else [] for name, value in one.items()}
    return facets | {"theme": list(content.get("themes") or [])}


def _terms(deed: Published) -> dict[str, str]:
    """Two streams a section, `title` and `title_more`, and the forms of all words together."""
    content, language = deed.content, deed.language
    card = card_of(deed)
    texts = {
        "title": card["title"],
        "need": card["need"],
        "text": "\n".join(card[name] for name in TEXT_FIELDS),
        "names": clean(f"{card['organisation']}\n{card['unit']}"),
        "labels": _labels(content),
    }
    terms = {"forms": analysis.forms(texts.values())}
    for section, text in texts.items():
        exact, more = analysis.streams(text, language)
        if section in ("names", "labels") and language != "fi":
            # places and organisations are asked for in either language
            finnish = analysis.streams(text, "fi")
            exact, more = f"{exact} {finnish[0]}", f"{more} {finnish[1]}"
        terms |= {section: exact, f"{section}_more": more}
    return terms


def _labels(content: Mapping[str, Any]) -> str:
    """Names of what was chosen from the lists, in every language."""
    chosen = [
        REGIONS.get(content.get("region", ""), {}),
        SECTORS.get(content.get("sector", ""), {}),
        *(THEMES.get(theme, {}) for theme in content.get("themes") or []),
    ]
    return "\n".join(name for names in chosen for name in names.values())

"""A deed as programs read it from its page: an Article of schema.org."""

from __future__ import annotations

from typing import Any

from services.deeds.documents import Deed
from services.deeds.documents.deed import TEXT_FIELDS
from services.deeds.feeds.feed import LICENCE_ADDRESS
from services.deeds.themes import theme_names
from shared.vocabulary import REGIONS, SECTORS, names_in


def as_article(deed: Deed, base: str) -> dict[str, Any]:
    """JSON-safe, in the deed's own language. Says nothing that the page does not show."""
    content, spoken = deed.published, deed.language
    sector = names_in(SECTORS, spoken).get(content["sector"])
    region = names_in(REGIONS, spoken).get(content["region"])
    themes = theme_names(spoken)
    first = deed.published_at
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": f"{base}/deeds/{deed.number}",
        "identifier": deed.reference,
        "url": base + deed.path,
        "mainEntityOfPage": base + deed.path,
        "headline": content["title"],
        "description": content["need"],
        "articleBody": "\n\n".join(filter(None, map(content.get, TEXT_FIELDS[1:]))),
        "inLanguage": spoken,
        "articleSection": sector,
        "keywords": [themes[key] for key in content["themes"] if key in themes],
        "contentLocation": region and {"@type": "AdministrativeArea", "name": region},
        "author": _author(content),
        "publisher": {"@type": "Organization", "name": "Kunteko", "url": f"{base}/"},
        "datePublished": first.isoformat(),
        "dateModified": (deed.renewed_at or first).isoformat(),
        "image": [
            f"{base}/deeds/pictures/{picture['id']}/large.webp"
            for picture in content.get("pictures") or []
        ],
        "license": LICENCE_ADDRESS,
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in article.items() if value}


def _author(content: dict[str, Any]) -> dict[str, Any]:
    organisation = {"@type": "Organization", "name": content["organisation"]}
    unit = content.get("unit")
    return organisation | ({"department": {"@type": "Organization", "name": unit}} if unit else {})

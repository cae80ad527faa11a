"""Sitemaps as search engines read them (sitemaps.org), a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from services.deeds.feeds.xml import allowed, moment

TYPE = "application/xml"
START = '<?xml version="1.0" encoding="utf-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Place:
    """An address and, where it is known, when it last changed."""

    address: str
    changed_at: datetime | None = None


def sitemap(places: Iterable[Place]) -> Iterator[str]:
    return _listed("urlset", "url", places)


def sitemap_index(places: Iterable[Place]) -> Iterator[str]:
    return _listed("sitemapindex", "sitemap", places)


def _listed(root: str, name: str, places: Iterable[Place]) -> Iterator[str]:
    yield f'{START}<{root} xmlns="{NAMESPACE}">\n'
    for place in places:
        changed = f"<lastmod>{moment(place.changed_at)}</lastmod>" if place.changed_at else ""
        yield f"<{name}><loc>{escape(allowed(place.address))}</loc>{changed}</{name}>\n"
    yield f"</{root}>\n"

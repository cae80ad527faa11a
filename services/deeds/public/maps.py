"""What search engines read: the sitemap, and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, abort

from services.deeds.addresses import deed_path
from services.deeds.documents import Award, Collection, PartnerSearch
from services.deeds.documents.deed import last_number
from services.deeds.feeds.sitemap import TYPE, Place, sitemap, sitemap_index
from services.deeds.handlers.catalogue import Question, search
from services.deeds.handlers.open_data import published_after
from services.deeds.workflow.award import DECIDED
from services.deeds.workflow.collection import SHOWN
from services.deeds.workflow.partner import OPEN
from shared.web.context import current_settings

blueprint = Blueprint("maps", __name__)
PART = 25_000  # numbers a part; 50,000 addresses are allowed
READ = ("state", "number", "published.title", "published_at", "renewed_at")
PAGES = (
    "/",
    "/deeds",
    "/deeds/tell",
    "/collections",
    "/awards",
    "/partners",
    "/tips/new",
    "/sparring",
    "/experts",
    "/data",
    "/contact",
    "/privacy",
    "/accessibility",
)
# staff's pages, and what lies behind personal links: never for a search engine
CLOSED = (
    "/staff",
    "/account",
    "/mailbox",
    "/api/",
    "/deeds/draft/",
    "/deeds/confirm/",
    "/deeds/mine/",
    "/partners/confirm/",
    "/partners/mine/",
    "/jury/",
    "/sparring/status/",
    "/sparring/order/",
    "/sparring/feedback/",
    "/subscriptions/",
)
OPEN_API = ("/api/v1/deeds", "/api/v1/experts", "/api/v1/openapi/")


@blueprint.get("/robots.txt")
def robots() -> Response:
    lines = ["User-agent: *"]
    lines += [f"Disallow: {path}" for path in CLOSED]
    lines += [f"Allow: {path}" for path in OPEN_API]
    lines += ["", f"Sitemap: {current_settings().base_url}/sitemap.xml", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """A part has the same numbers for ever, so that only the newest one changes much."""
    parts = [f"deeds-{part}" for part in range(1, -(-last_number() // PART) + 1)]
    return _streamed(sitemap_index(_at(f"/sitemap-{name}.xml" for name in ("pages", *parts))))


@blueprint.get("/sitemap-pages.xml")
def pages() -> Response:
    return _streamed(sitemap([*_at(PAGES), *_organisations(), *_cases()]))


@blueprint.get("/sitemap-deeds-<int:part>.xml")
def deeds(part: int) -> Response:
    if not 1 <= part <= -(-last_number() // PART):
        abort(404)
    base = current_settings().base_url
    found = published_after((part - 1) * PART, up_to=part * PART, read=READ)
    return _streamed(
        sitemap(
            Place(base + deed_path(deed.number, deed.content["title"]), deed.updated_at)
            for deed in found
        )
    )


def _organisations() -> Iterator[Place]:
    counted = search(Question(per_page=1)).facets["organisation"]
    return _at(f"/organisations/{key}" for key, _count in counted)


def _cases() -> list[Place]:
    """Collections, awards and partner searches: dozens, not thousands."""
    base = current_settings().base_url
    found = [
        *((f"/collections/{c.key}", c) for c in Collection.objects(state=SHOWN)),
        *((f"/awards/{a.id}", a) for a in Award.objects(state=DECIDED)),
        *((p.path, p) for p in PartnerSearch.objects(state=OPEN)),
    ]
    return [Place(base + path, case.updated_at) for path, case in found]


def _at(paths: Iterable[str]) -> Iterator[Place]:
    base = current_settings().base_url
    return (Place(base + path) for path in paths)


def _streamed(pieces: Iterable[str]) -> Response:
    return Response(pieces, mimetype=TYPE)

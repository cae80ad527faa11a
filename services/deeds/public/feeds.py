"""The newest deeds as Atom and RSS, by the filters of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response, request
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.exceptions import ServiceUnavailable

from services.deeds.addresses import deed_path
from services.deeds.asked import question_of
from services.deeds.feeds import atom, rss
from services.deeds.feeds.feed import LICENCE_ADDRESS, LICENCE_NAME, Entry, Feed
from services.deeds.handlers.catalogue import NEWEST, search
from services.deeds.handlers.open_data import published_by_id
from services.deeds.search.entry import Published
from services.deeds.themes import theme_names
from services.deeds.words.deed import FIELDS
from shared.vocabulary import REGIONS, SECTORS
from shared.web.addresses import url_with
from shared.web.context import current_settings
from shared.web.language import language

blueprint = Blueprint("feeds", __name__)
NEWEST_SHOWN = 50
TOLD = ("need", "goal", "done", "results", "surprises", "advice")
RETRY_SECONDS = 10
TITLE = lazy_gettext("Tekojen tori: newest deeds")


@blueprint.get("/deeds/feed.atom")
def atom_feed() -> Response:
    return _answer(atom.atom, atom.TYPE)


@blueprint.get("/deeds/feed.rss")
def rss_feed() -> Response:
    return _answer(rss.rss, rss.TYPE)


def _answer(written: Callable[[Feed], bytes], mimetype: str) -> Response:
    """Whoever has it already gets 304: readers ask every hour, and most hours bring nothing."""
    feed = _feed()
    answer = Response(written(feed), mimetype=mimetype)
    answer.last_modified = feed.updated_at
    answer.vary.update(("Accept-Language", "Cookie"))
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _feed() -> Feed:
    asked = question_of(request.args, sort=NEWEST, page=1, per_page=NEWEST_SHOWN)
    found = search(asked)
    if found.building is not None:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    base = current_settings().base_url
    query = url_with(sort=None, page=None).partition("?")[2]
    return Feed(
        title=f"{TITLE}: {asked.words}" if asked.words else str(TITLE),
        subtitle=_("What municipal workplaces have developed, told by those who did it."),
        language=language(),
        rights=f"{LICENCE_NAME}, {LICENCE_ADDRESS}",
        address=base + url_with(),
        page=f"{base}/deeds?{query}" if query else f"{base}/deeds",
        entries=tuple(_entry(deed, base) for deed in published_by_id([h.id for h in found.hits])),
    )


def _entry(deed: Published, base: str) -> Entry:
    content, spoken = deed.content, deed.language
    lists = ((SECTORS, content["sector"]), (REGIONS, content["region"]))
    named = [(key, names[key][spoken]) for names, key in lists if key in names]
    themes = theme_names(spoken)
    return Entry(
        id=UUID(deed.id).urn,
        title=content["title"],
        address=base + deed_path(deed.number, content["title"]),
        language=spoken,
        author=", ".join(filter(None, (content["organisation"], content.get("unit")))),
        summary=content["need"],
        body=_body(deed),
        categories=(*named, *((key, themes[key]) for key in content["themes"] if key in themes)),
        published_at=deed.published_at,
        updated_at=deed.updated_at,
    )


def _body(deed: Published) -> str:
    """The whole text, under its headings in the deed's own language."""
    with force_locale(deed.language):
        told = [(str(FIELDS[name]), deed.content.get(name) or "") for name in TOLD]
    parts = [
        Markup("<h2>{}</h2>{}").format(heading, _paragraphs(text)) for heading, text in told if text
    ]
    return str(Markup("").join(parts))


def _paragraphs(text: str) -> Markup:
    """An empty line ends a paragraph, a line end is a line end."""
    paragraphs = [Markup("<br>").join(map(escape, p.split("\n"))) for p in text.split("\n\n")]
    return Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)

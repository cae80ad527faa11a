"""What the pages of the catalogue have in common."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, request

from services.deeds.handlers.catalogue import LAST_RESULT, Answer, Hit, Question
from shared.web.language import language
from shared.web.paging import Page

blueprint = Blueprint("catalogue", __name__)
PER_PAGE = 20
FEEDS = (("Atom", "application/atom+xml", "atom"), ("RSS", "application/rss+xml", "rss"))
Feeds = list[tuple[str, str, str]]


def page_of(answer: Answer, question: Question) -> Page[Hit]:
    """The search goes no further than LAST_RESULT: there are no links beyond it."""
    total = min(answer.total, LAST_RESULT + question.per_page)
    return Page(answer.hits, total, question.page, question.per_page)


def feeds_of_this_page() -> Feeds:
    """With its filters. The order and the page mean nothing to a feed."""
    left_out = ("sort", "page", "lang")
    return feeds((k, v) for k, v in request.args.items(multi=True) if k not in left_out and v)


def feeds(filters: Iterable[tuple[str, str]] = ()) -> Feeds:
    """(name, type, address): a feed reader has no cookie, so the language is said."""
    query = urlencode([*filters, ("lang", language())])
    return [(name, kind, f"/deeds/feed.{ending}?{query}") for name, kind, ending in FEEDS]

"""The catalogue: search, filters, order, pages; all of it in the address."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.asked import question_of
from services.deeds.handlers.catalogue import NEWEST, RELEVANCE, Question, search
from services.deeds.public.catalogue import filters
from services.deeds.public.catalogue.pages import (
    PER_PAGE,
    blueprint,
    feeds_of_this_page,
    page_of,
)
from shared.web.paging import page_number

OPEN_AT_FIRST = ("theme", "sector")


@blueprint.get("/deeds")
def deeds() -> ResponseReturnValue:
    question = question_of(request.args, page=page_number(), per_page=PER_PAGE)
    answer = search(question)
    names = filters.names_of(answer, question)
    groups = filters.groups(answer, question, names)
    return render_template(
        "public/catalogue/deeds.html",
        question=question,
        answer=answer,
        page=page_of(answer, question),
        groups=groups,
        opened=[group.name for group in groups if group.chosen or group.name in _open_at_first()],
        chips=filters.chips(question, names),
        orders=_orders(question),
        feeds=feeds_of_this_page(),
    )


def _open_at_first() -> tuple[str, ...]:
    """On a phone none: the deeds would be far below."""
    return () if "Mobi" in request.headers.get("User-Agent", "") else OPEN_AT_FIRST


def _orders(question: Question) -> list[tuple[str, Any, bool]]:
    """(sort, name, chosen). Without words there is nothing to match."""
    names = {
        RELEVANCE: _("best match first"),
        NEWEST: _("newest first"),
        "updated": _("last updated first"),
        "title": _("by name"),
    }
    if not question.words:
        del names[RELEVANCE]
    chosen = question.sort if question.sort in names else NEWEST
    return [(sort, name, sort == chosen) for sort, name in names.items()]

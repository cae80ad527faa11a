"""The address of the catalogue, of its feeds and of the open data → one question."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from services.deeds.handlers.catalogue import RELEVANCE, SORTS, Question

MOST_CHARACTERS = 200
MOST_KEYS = 50


def question_of(args: MultiDict[str, str], **more: object) -> Question:
    """`more` are further values of the Question: sort, page, per_page."""
    sort = args.get("sort", "")
    values: dict[str, object] = {
        "words": args.get("q", "").strip()[:MOST_CHARACTERS],
        "sort": sort if sort in SORTS else RELEVANCE,
        **{f"{name}s": _keys(args, name) for name in FILTERS},
    }
    return Question(**(values | more))  # type: ignore[arg-type]


FILTERS = ("theme", "sector", "stage", "region", "organisation", "language")


def _keys(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    given = [key for key in args.getlist(name) if key and len(key) <= MOST_CHARACTERS]
    return tuple(dict.fromkeys(given))[:MOST_KEYS]

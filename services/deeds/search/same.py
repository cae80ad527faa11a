"""Words that mean the same, and places with two names: what else a reader may have written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from services.deeds.search.analysis import terms_of

OTHER = {"fi": "sv", "sv": "fi"}
Known = dict[str, tuple[str, ...]]  # a term → the terms that may stand for it, in one order
_HERE = Path(__file__).parent


def same(term: str) -> tuple[str, ...]:
    """Terms in the same language that mean what this one does."""
    return _same().get(term, ())


def translated(term: str) -> tuple[str, ...]:
    """Terms in the other language that mean what this one does."""
    return _translated().get(term, ())


def place(term: str) -> tuple[str, ...]:
    """The same municipality by its other name: Turku of Åbo."""
    return _places().get(term, ())


@cache
def _same() -> Known:
    known: dict[str, set[str]] = defaultdict(set)
    for row in _rows("same_words.txt"):
        for terms in row.values():
            for term in terms:
                known[term] |= terms - {term}
    return _fixed(known)


@cache
def _translated() -> Known:
    return _crossed("same_words.txt")


@cache
def _places() -> Known:
    return _crossed("places.txt")


def _crossed(file: str) -> Known:
    known: dict[str, set[str]] = defaultdict(set)
    for row in _rows(file):
        for language, terms in row.items():
            for term in terms:
                known[term] |= row[OTHER[language]]
    return _fixed(known)


def _rows(file: str) -> Iterator[dict[str, set[str]]]:
    for line in (_HERE / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            finnish, swedish = line.split("|")
            yield {"fi": _terms(finnish, "fi"), "sv": _terms(swedish, "sv")}


def _terms(words: str, language: str) -> set[str]:
    return {term for word in words.split() for term in terms_of(word, language).exact}


def _fixed(known: dict[str, set[str]]) -> Known:
    return {term: tuple(sorted(others)) for term, others in known.items()}

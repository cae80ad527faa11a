"""Found words in what a result shows. The pieces are plain text: the template escapes and marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from services.deeds.search.analysis import terms_of
from services.deeds.search.entry import TEXT_FIELDS
from services.deeds.search.words import words_of

Pieces = tuple[tuple[str, bool], ...]

EXCERPT_LETTERS = 240
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*\s*")


class Mark(NamedTuple):
    """A found word: where it stands, what it answers and how well."""

    start: int
    end: int
    term: str
    weight: float


class Marker:
    """Knows the words of one question: every term that answers one, with its weight."""

    def __init__(self, answers: Iterable[Mapping[str, float]]) -> None:
        self._wanted: dict[str, float] = {}
        for terms in answers:
            for term, weight in terms.items():
                self._wanted[term] = max(weight, self._wanted.get(term, 0.0))
        self._terms = frozenset(self._wanted)
        # language → word → its best term; most words of a page stand there many times
        self._known: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)

    def marked(self, text: str, language: str) -> Pieces:
        """The text in pieces: (piece, whether it is a found word). Joined they are the text."""
        return _pieces(text, 0, len(text), self._marks(text, language))

    def excerpt(self, card: Mapping[str, str], language: str) -> Pieces:
        """The passage that answers most; the need's beginning when nothing in the texts does."""
        best: tuple[float, str, int, int, Sequence[Mark]]
        best = (0.0, card["need"], *next(_passages(card["need"]), (0, 0)), [])
        for name in ("need", *TEXT_FIELDS) if self._wanted else ():
            text = card.get(name) or ""
            marks = self._marks(text, language)
            for start, end in _passages(text) if marks else ():
                weight = _weight(marks, start, end)
                if weight > best[0]:
                    best = (weight, text, start, end, marks)
        return _shown(*best[1:])

    def _marks(self, text: str, language: str) -> list[Mark]:
        if not self._wanted:
            return []
        known = self._known[language]
        marks = []
        for word, start, end in words_of(text):
            answer = known.get(word) or known.setdefault(word, self._answer(word, language))
            if answer[1]:
                marks.append(Mark(start, end, *answer))
        return marks

    def _answer(self, word: str, language: str) -> tuple[str, float]:
        terms = terms_of(word, language)
        if self._terms.isdisjoint(terms.exact) and self._terms.isdisjoint(terms.more):
            return "", 0.0
        weights = ((term, self._wanted.get(term, 0.0)) for term in (*terms.exact, *terms.more))
        return max(weights, key=lambda each: each[1])


def _weight(marks: Sequence[Mark], start: int, end: int) -> float:
    """Different found words count, not one word again and again."""
    found = {mark.term: mark.weight for mark in marks if start <= mark.start < end}
    return sum(found.values())


def _passages(text: str) -> Iterator[tuple[int, int]]:
    """From every sentence on, whole sentences as an excerpt holds them: from where to where."""
    sentences = [found.span() for found in _SENTENCE.finditer(text)]
    for place, (start, end) in enumerate(sentences):
        for _, later in sentences[place + 1 :]:
            if later - start > EXCERPT_LETTERS:
                break
            end = later
        yield start, min(end, _cut(text, start))


def _cut(text: str, start: int) -> int:
    """Where an excerpt that begins at `start` ends: at a space, unless there is none."""
    latest = start + EXCERPT_LETTERS
    if latest >= len(text):
        return len(text)
    space = text.rfind(" ", start, latest)
    return space if space > start else latest


def _shown(text: str, start: int, end: int, marks: Sequence[Mark]) -> Pieces:
    before = (("… ", False),) if start else ()
    after = ((" …", False),) if text[end:].strip() else ()
    return (*before, *_pieces(text, start, end, marks, strip=True), *after)


def _pieces(
    text: str, start: int, end: int, marks: Iterable[Mark], *, strip: bool = False
) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    place = start
    for mark in marks:
        if start <= mark.start and mark.end <= end:
            pieces += [(text[place : mark.start], False), (text[mark.start : mark.end], True)]
            place = mark.end
    rest = text[place:end]
    pieces.append((rest.rstrip() if strip else rest, False))
    return tuple((piece, found) for piece, found in pieces if piece)

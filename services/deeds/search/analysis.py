"""From a word to the terms it is found by. The same for a text that is kept and for a query.

A term is one string; its first letters tell what it is:

    kotihoito     the word itself, in its base form (Finnish)
    sv.hemvård    a Swedish stem; en.care an English one
    >hoito        what a compound ends with
    <koti         what a compound begins with, or has in the middle
    ~hoitaa       the verb that the word is made of; ~sv.faktur of fakturering
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from services.deeds.search import lexicon, stems
from services.deeds.search.words import words_of

FORMAT = 2  # raise it when the same text gives other terms than before
HEAD, FRONT, ROOT = ">", "<", "~"
CACHED_WORDS = 50_000  # word forms: about 50 MB when full
SHORTEST_HALF = 4
# endings of a name that the lexicon does not know: Teamsissa, Wilman, Kuntekoon
_ENDING = re.compile(
    r"(?<=...)(?:i?(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|n[aä]|ksi|hin|n)|(?<=([aeiouyäö]))\1n?)$"
)


@dataclass(frozen=True)
class Terms:
    """What one word is found by. `exact` is the word itself; `more` its parts and its root."""

    exact: tuple[str, ...]
    more: tuple[str, ...] = ()
    function: bool = False


@lru_cache(maxsize=CACHED_WORDS)
def terms_of(word: str, language: str) -> Terms:
    return _finnish(word) if language == "fi" else _stemmed(word, language)


def streams(text: str, language: str) -> tuple[str, str]:
    """The exact terms of a text in order, and all its other terms, each joined by spaces."""
    exact: list[str] = []
    more: list[str] = []
    for word in words_of(text):
        terms = terms_of(word.text, language)
        exact += terms.exact
        more += terms.more
    return " ".join(exact), " ".join(more)


def forms(texts: Iterable[str]) -> str:
    """Every word as it is written, once, in small letters: what a typing error is held against."""
    found = {word.text.lower() for text in texts for word in words_of(text)}
    return " ".join(sorted(found))


def halves(word: str) -> tuple[str, ...]:
    """An unknown word as the words that it seems to be made of: hiljaisen, tiedon."""
    fronts, last = _cut(word.lower())
    return (*fronts, last)


def _finnish(word: str) -> Terms:
    found = lexicon.readings(word)
    if not found:
        return _unknown(word)
    exact = dict.fromkeys(reading.lemma for reading in found)
    more = dict.fromkeys(term for reading in found for term in _more(reading))
    return Terms(tuple(exact), tuple(more), all(reading.function for reading in found))


def inner(reading: lexicon.Reading) -> Iterable[tuple[int, int]]:
    """From which part to which: every part of a compound, and parts beside each other."""
    last = len(reading.parts)
    for start in range(last):
        for end in range(start + 1, last + 1):
            if (start, end) != (0, last):
                yield start, end


def joined(reading: lexicon.Reading, start: int, end: int) -> str:
    """Parts as one word: sairaanhoitaja of sairaanhoitajakoulutus."""
    return "".join(reading.parts[start : end - 1]) + reading.bases[end - 1]


def _more(reading: lexicon.Reading) -> Iterable[str]:
    for start, end in inner(reading):
        mark = HEAD if end == len(reading.parts) else FRONT
        yield mark + joined(reading, start, end)
    if reading.root:
        yield ROOT + reading.root


def _unknown(word: str) -> Terms:
    """A name, a foreign word, a typing error: without the commonest endings."""
    fronts, last = _cut(word.lower())
    found = lexicon.readings(last) if fronts else ()
    lasts = [reading.lemma for reading in found] or [_ENDING.sub("", last)]
    exact = tuple("".join(fronts) + each for each in lasts)
    if not fronts:
        return Terms(exact)
    return Terms(exact, (*(HEAD + each for each in lasts), *(FRONT + each for each in fronts)))


def _cut(word: str) -> tuple[list[str], str]:
    """Where a hyphen stands, or where both sides are words: takaisin|soitto."""
    *fronts, last = word.split("-")
    if fronts:
        return [front for front in fronts if front], last
    for place in range(len(word) - SHORTEST_HALF, SHORTEST_HALF - 1, -1):
        if lexicon.readings(word[:place]) and lexicon.readings(word[place:]):
            return [word[:place]], word[place:]
    return [], word


def _stemmed(word: str, language: str) -> Terms:
    mark = f"{language}."
    stem = stems.stem(word, language)
    exact = (mark + stem,)
    function = word.lower() in stems.FUNCTION[language]
    if language != "sv" or function:
        return Terms(exact, function=function)
    root = stems.root(stem)
    more = [ROOT + mark + root] if root else []
    for first, last in stems.cuts(word):
        more += [FRONT + mark + first, HEAD + mark + stems.stem(last, language)]
    return Terms(exact, tuple(more))

"""The words of a query, and every term of the index that answers each of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.deeds.search import lexicon, stems
from services.deeds.search.analysis import FRONT, HEAD, ROOT, halves, inner, joined, terms_of
from services.deeds.search.index import Reader
from services.deeds.search.spelling import corrections
from services.deeds.search.words import clean, words_of

MOST_LETTERS = 200
MOST_WORDS = 20
LONGEST_JOIN = 4  # työ vuoro suunnittelu is written together

# how much a word weighs by where it stands: title over need over text
PLACES = {"title": 3.0, "need": 1.6, "text": 1.0, "names": 1.5, "labels": 0.3}
# and by how it is the word that was asked for
EXACT, AS_HEAD, AS_FRONT, AS_ROOT = 1.0, 0.7, 0.35, 0.35
CORRECTED = 0.8  # of the weight of the word that seems to be meant
# what is only near the word: it ranks below, and never answers alone
SUBCOMPOUND, FAMILY, FIRST_PART = 0.2, 0.2, 0.1
RARE_PART = 0.06  # of the deeds: a commoner first part of a compound says too little
FAMILY_FIELDS = ("title", "need", "text")
SHORTEST_FAMILY = 5
LONGEST_ENDING = 3  # letters by which the members of a family differ: siivous, siivota


@dataclass
class Unit:
    """One word of the query: every term that answers it, with the weight of that answer.

    apart      the same written as several words, which must all be there: työvuorojen suunnittelu
    function   only joins other words: ja, että
    frequency  how many deeds answer it, about; `weight` how rare that makes it
    corrected  what seems to have been meant, if it is a typing error
    """

    word: str
    terms: dict[str, float] = field(default_factory=dict)
    apart: tuple[Unit, ...] = ()
    function: bool = False
    frequency: int = 0
    weight: float = 0.0
    corrected: str = ""

    def may_be(self, term: str, weight: float) -> None:
        self.terms[term] = max(weight, self.terms.get(term, 0.0))


def units_of(text: str, reader: Reader) -> list[Unit]:
    """The words of a query, each with its terms that the index has."""
    words = [word.text for word in words_of(clean(text[:MOST_LETTERS]))][:MOST_WORDS]
    units = _joined(words, reader)
    for unit in units:
        if not unit.terms and not unit.apart:
            _correct(unit, reader)
    return units


def _joined(words: Sequence[str], reader: Reader) -> list[Unit]:
    """Words beside each other that are one word of the index are taken as that one."""
    units: list[Unit] = []
    place = 0
    while place < len(words):
        longest = min(LONGEST_JOIN, len(words) - place)
        for length in range(longest, 0, -1):
            unit = _unit(words[place : place + length], reader)
            if unit is not None:
                units.append(unit)
                place += length
                break
    return units


def _unit(span: Sequence[str], reader: Reader) -> Unit | None:
    """One word, or several as one; None when together they are no word that the index has."""
    word = "".join(span)
    if len(span) == 1:
        unit = _meaning(word, reader)
        weigh(unit, reader)
        unit.apart = tuple(_apart(word, reader))
        return unit
    if not any(len(reading.parts) >= len(span) for reading in lexicon.readings(word)):
        return None
    unit = _meaning(word, reader)
    weigh(unit, reader)
    if not unit.terms:
        return None
    unit.word = " ".join(span)
    unit.apart = tuple(part for each in span if (part := _weighed(each, reader)).terms)
    return unit


def _apart(word: str, reader: Reader) -> Iterable[Unit]:
    """The parts of a compound, if the index has them all."""
    known = [reading.bases for reading in lexicon.readings(word) if len(reading.bases) > 1]
    parts = [*known[:1]] or [bases for bases in [halves(word)] if len(bases) > 1]
    for bases in parts:
        units = [_weighed(base, reader) for base in bases]
        if all(unit.terms for unit in units):
            yield from units


def _weighed(word: str, reader: Reader) -> Unit:
    unit = _meaning(word, reader)
    weigh(unit, reader)
    return unit


def _meaning(word: str, reader: Reader) -> Unit:
    unit = Unit(word)
    for language in ("fi", "sv", "en"):
        terms = terms_of(word, language)
        for term in terms.exact:
            unit.may_be(term, EXACT)
            unit.may_be(HEAD + term, AS_HEAD)
            unit.may_be(FRONT + term, AS_FRONT)
        if language == "fi":
            unit.function = terms.function
    for reading in lexicon.readings(word):
        for root in filter(None, (ROOT + reading.lemma, reading.root)):
            unit.may_be(root, AS_ROOT)
        if reading.root:
            unit.may_be(ROOT + reading.root, AS_ROOT)
        _near(unit, reading, reader)
    _near_swedish(unit, reader)
    return unit


def _near(unit: Unit, reading: lexicon.Reading, reader: Reader) -> None:
    """Words of the same family, and what a compound is made of."""
    for term in _family(reading.lemma, reader):
        unit.may_be(term, FAMILY)
    if len(reading.parts) > 1:
        _first_part(unit, [mark + reading.bases[0] for mark in ("", HEAD, FRONT)], reader)
    for start, end in inner(reading):
        if end - start > 1:
            compound = joined(reading, start, end)
            for mark in ("", HEAD, FRONT):
                unit.may_be(mark + compound, SUBCOMPOUND)


def _near_swedish(unit: Unit, reader: Reader) -> None:
    """A compound is cut where both sides are words of the index: skol|maten."""
    for first, last in stems.cuts(unit.word):
        front, end = (f"sv.{stems.stem(part, 'sv')}" for part in (first, last))
        if frequency_of(front, reader) and frequency_of(end, reader):
            _first_part(unit, [front, f"{FRONT}sv.{first}"], reader)


def _first_part(unit: Unit, terms: Sequence[str], reader: Reader) -> None:
    if sum(frequency_of(term, reader) for term in terms) <= RARE_PART * reader.count:
        for term in terms:
            unit.may_be(term, FIRST_PART)


def _family(lemma: str, reader: Reader) -> Iterable[str]:
    """siivous: siivota, siivooja. The lexicon does not tell, so by the letters."""
    if len(lemma) >= SHORTEST_FAMILY:
        beginning = lemma[: max(SHORTEST_FAMILY, len(lemma) - LONGEST_ENDING)]
        for term in reader.beginning_with(beginning, FAMILY_FIELDS):
            if len(term) <= len(lemma) + LONGEST_ENDING:
                yield term


def weigh(unit: Unit, reader: Reader) -> None:
    """Leave the terms that the index has, and count how rare the word is."""
    found = {term: frequency_of(term, reader) for term in unit.terms}
    unit.terms = {term: weight for term, weight in unit.terms.items() if found[term]}
    if max(unit.terms.values(), default=0.0) < AS_ROOT * CORRECTED:
        unit.terms = {}  # nothing but near words: no answer
    strong = [found[term] for term, weight in unit.terms.items() if weight >= AS_HEAD * CORRECTED]
    known = [found[term] for term in unit.terms]
    unit.frequency = min(sum(strong) or max(known, default=0), reader.count)
    unit.weight = idf(unit.frequency, reader.count)


def _correct(unit: Unit, reader: Reader) -> None:
    for correction in corrections(unit.word, reader):
        right = _weighed(correction, reader)
        if right.terms:
            unit.corrected = unit.corrected or correction
            for term, weight in right.terms.items():
                unit.may_be(term, weight * CORRECTED)
    if unit.corrected:
        weigh(unit, reader)


def idf(frequency: int, count: int) -> float:
    """As BM25 has it."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def field_of(section: str, term: str) -> str:
    return f"{section}_more" if term[0] in (HEAD, FRONT, ROOT) else section


def frequency_of(term: str, reader: Reader) -> int:
    return max(reader.frequency(field_of(section, term), term) for section in PLACES)


def meant(text: str, units: Sequence[Unit]) -> str:
    """The query as it seems to have been meant; "" when it stands as it is."""
    right = {unit.word: unit.corrected for unit in units if unit.corrected}
    if not right:
        return ""
    text = clean(text[:MOST_LETTERS])
    pieces, place = [], 0
    for word in words_of(text):
        pieces += [text[place : word.start], right.get(word.text, text[word.start : word.end])]
        place = word.end
    return "".join(pieces) + text[place:]

"""Every term that may answer a word: itself, its parts, its family, what means the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.deeds.search import lexicon, stems
from services.deeds.search.analysis import FRONT, HEAD, ROOT, inner, joined, terms_of
from services.deeds.search.index import Reader
from services.deeds.search.same import OTHER, place, same, translated
from services.deeds.search.unit import (
    AS_FRONT,
    AS_HEAD,
    AS_ROOT,
    EXACT,
    OTHER_NAME,
    SAME,
    TRANSLATED,
    Unit,
    frequency_of,
)

# what is only near the word: it ranks below, and never answers alone
SUBCOMPOUND, FAMILY, FIRST_PART = 0.2, 0.2, 0.1
RARE_PART = 0.06  # of the deeds: a commoner first part of a compound says too little
FAMILY_FIELDS = ("title", "need", "text")
SHORTEST_FAMILY = 5
LONGEST_ENDING = 3  # letters by which the members of a family differ: siivous, siivota


def meaning(word: str, reader: Reader) -> Unit:
    """With terms that the index may lack: `weigh` leaves those it has."""
    unit = Unit(word)
    finnish = lexicon.readings(word)
    for language in ("fi", "sv", "en"):
        terms = terms_of(word, language)
        # i and of join Swedish and English words; what Finnish knows, it alone tells of
        if language == "fi" or not finnish:
            unit.function = unit.function or terms.function
        for term in terms.exact:
            unit.may_be(term, EXACT)
            unit.may_be(HEAD + term, AS_HEAD)
            unit.may_be(FRONT + term, AS_FRONT)
            unit.place = unit.place or bool(place(term))
            _named_otherwise(unit, term)
            if language == "sv":
                _made_of_swedish(unit, term, reader)
    for reading in finnish:
        unit.place = unit.place or reading.place
        _made_of_finnish(unit, reading)
        _near(unit, reading, reader)
    _near_swedish(unit, reader)
    return unit


def _made_of_finnish(unit: Unit, reading: lexicon.Reading) -> None:
    """hoito: hoitaa; uupunut: uupua, uupumus."""
    unit.may_be(ROOT + reading.lemma, AS_ROOT)
    if reading.root:
        unit.may_be(reading.root, AS_ROOT)
        unit.may_be(ROOT + reading.root, AS_ROOT)
        _named_otherwise(unit, reading.root)


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


def _named_otherwise(unit: Unit, term: str) -> None:
    """What means the same; a place also by its name in the other language."""
    for other in same(term):
        unit.may_be(other, SAME)
        unit.may_be(HEAD + other, SAME * AS_HEAD)
    for other in place(term):
        unit.may_be(other, OTHER_NAME)


def _made_of_swedish(unit: Unit, term: str, reader: Reader) -> None:
    """fakturering: faktura; planera: planering."""
    stem = term.removeprefix("sv.")
    root = stems.root(stem)
    unit.may_be(ROOT + term, AS_ROOT)
    if root:
        unit.may_be(f"sv.{root}", AS_ROOT)
        unit.may_be(f"{ROOT}sv.{root}", AS_ROOT)
    for near in _family(term, reader, len("sv.")):
        unit.may_be(near, FAMILY)


def _near_swedish(unit: Unit, reader: Reader) -> None:
    """A compound is cut where both sides are words of the index: skol|maten."""
    for first, _ in swedish_parts(unit.word, reader):
        front = f"sv.{stems.stem(first, 'sv')}"
        _first_part(unit, [front, f"{FRONT}sv.{first}"], reader)


def swedish_parts(word: str, reader: Reader) -> Iterable[tuple[str, ...]]:
    for first, last in stems.cuts(word):
        front, end = (f"sv.{stems.stem(part, 'sv')}" for part in (first, last))
        if frequency_of(front, reader) and frequency_of(end, reader):
            yield first, last


def _first_part(unit: Unit, terms: Sequence[str], reader: Reader) -> None:
    if sum(frequency_of(term, reader) for term in terms) <= RARE_PART * reader.count:
        for term in terms:
            unit.may_be(term, FIRST_PART)


def _family(lemma: str, reader: Reader, mark: int = 0) -> Iterable[str]:
    """siivous: siivota, siivooja. The lexicon does not tell, so by the letters after the mark."""
    shortest = SHORTEST_FAMILY + mark
    if len(lemma) >= shortest:
        beginning = lemma[: max(shortest, len(lemma) - LONGEST_ENDING)]
        for term in reader.beginning_with(beginning, FAMILY_FIELDS):
            if len(term) <= len(lemma) + LONGEST_ENDING:
                yield term


def translate(unit: Unit) -> None:
    """A word that no deed has in its own language may stand in the other."""
    for language in OTHER:
        for term in terms_of(unit.word, language).exact:
            for other in translated(term):
                unit.may_be(other, TRANSLATED)
                unit.may_be(HEAD + other, TRANSLATED * AS_HEAD)

"""The words of a query: what is one word, what was meant, what may stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.deeds.search import lexicon
from services.deeds.search.analysis import halves
from services.deeds.search.index import Reader
from services.deeds.search.meaning import meaning, swedish_parts, translate
from services.deeds.search.spelling import corrections
from services.deeds.search.unit import CORRECTED, Unit, weigh
from services.deeds.search.words import clean, words_of

MOST_LETTERS = 200
MOST_WORDS = 20
LONGEST_JOIN = 4  # työ vuoro suunnittelu is written together


def units_of(text: str, reader: Reader) -> list[Unit]:
    """The words of a query, each with its terms that the index has."""
    words = [word.text for word in words_of(clean(text[:MOST_LETTERS]))][:MOST_WORDS]
    units = _joined(words, reader)
    for unit in units:
        if not unit.terms and not unit.apart:
            translate(unit)
            weigh(unit, reader)
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
        unit = meaning(word, reader)
        weigh(unit, reader)
        unit.apart = tuple(_apart(word, reader))
        return unit
    if not any(len(reading.parts) >= len(span) for reading in lexicon.readings(word)):
        return None
    unit = meaning(word, reader)
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
    parts = parts or list(swedish_parts(word, reader))[:1]
    for bases in parts:
        units = [_weighed(base, reader) for base in bases]
        if all(unit.terms for unit in units):
            yield from units


def _weighed(word: str, reader: Reader) -> Unit:
    unit = meaning(word, reader)
    weigh(unit, reader)
    return unit


def _correct(unit: Unit, reader: Reader) -> None:
    for correction in corrections(unit.word, reader):
        right = _weighed(correction, reader)
        if right.terms:
            unit.corrected = unit.corrected or correction
            for term, weight in right.terms.items():
                unit.may_be(term, weight * CORRECTED)
    if unit.corrected:
        weigh(unit, reader)


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

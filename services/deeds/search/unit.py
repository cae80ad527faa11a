"""One word of a query with the terms that answer it, and how rare that makes it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from services.deeds.search.analysis import FRONT, HEAD, ROOT
from services.deeds.search.index import Reader

# how much a word weighs by where it stands: title over need over text
PLACES = {"title": 3.0, "need": 1.6, "text": 1.0, "names": 1.5, "labels": 0.3}
# and by how it is the word that was asked for
EXACT, AS_HEAD, AS_FRONT, AS_ROOT = 1.0, 0.7, 0.35, 0.35
SAME = 0.5  # another word for it: services/deeds/search/same_words.txt
TRANSLATED = 0.5  # the same in the other language, when no deed has the word in its own
OTHER_NAME = 0.9  # of a place, in the other language
CORRECTED = 0.8  # of the weight of the word that seems to be meant


@dataclass
class Unit:
    """One word of the query: every term that answers it, with the weight of that answer.

    apart      the same written as several words, which must all be there: työvuorojen suunnittelu
    function   only joins other words: ja, att
    place      the name of one
    frequency  how many deeds answer it, about; `weight` how rare that makes it
    corrected  what seems to have been meant, if it is a typing error
    """

    word: str
    terms: dict[str, float] = field(default_factory=dict)
    apart: tuple[Unit, ...] = ()
    function: bool = False
    place: bool = False
    frequency: int = 0
    weight: float = 0.0
    corrected: str = ""

    def may_be(self, term: str, weight: float) -> None:
        self.terms[term] = max(weight, self.terms.get(term, 0.0))


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


def idf(frequency: int, count: int) -> float:
    """As BM25 has it."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def field_of(section: str, term: str) -> str:
    return f"{section}_more" if term[0] in (HEAD, FRONT, ROOT) else section


def frequency_of(term: str, reader: Reader) -> int:
    return max(reader.frequency(field_of(section, term), term) for section in PLACES)

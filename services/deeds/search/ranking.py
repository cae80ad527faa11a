"""From the words of a query to what is asked of the index."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

import tantivy

from services.deeds.search.analysis import terms_of
from services.deeds.search.index import SCHEMA, Reader, only
from services.deeds.search.unit import EXACT, PLACES, Unit, field_of, idf, weigh
from services.deeds.search.words import words_of

OTHER_PLACES = 0.3  # of the weight of the places beside the best one
PHRASE = 0.6
APART = {"title": 0.6, "need": 0.6, "text": 0.3}
# a result must answer so much of the query; a word that weighs nearly as the heaviest counts twice
COVERAGE = 0.4
TELLING = 0.7  # of the heaviest word's weight
RARE = 0.005  # of the deeds
OF_THE_PLACE = 4.0  # a place in the organisation's name, not 1.5: who asks for a place means it
TOGETHER = 1.0  # of the weight of the lighter of two words, when a deed answers both
MOST_TOGETHER = 3
WHOLE = 0.3  # of the weight of all words, when a deed has them all
TAIL = 0.12  # of the best one's score
MOST_WEIGHED = 100
TOLD = ("title", "need", "text")
MOST_ALIKE = 25  # words of a deed that similar ones are looked for by

Should, Must, MustNot = tantivy.Occur.Should, tantivy.Occur.Must, tantivy.Occur.MustNot
Query = tantivy.Query


def ranked(units: Sequence[Unit], reader: Reader) -> Query:
    """What answers enough of the query, the best answers first."""
    asked = [unit for unit in units if not unit.function] or list(units)
    answers = [(Should, answer(unit, reader)) for unit in asked]
    twice = [
        (Should, Query.const_score_query(clause, 0.0))
        for (_, clause), unit in zip(answers, asked, strict=True)
        if unit in _telling(asked, reader)
    ]
    needed = math.ceil(COVERAGE * (len(answers) + len(twice)))
    enough = Query.boolean_query([*answers, *twice], minimum_number_should_match=needed)
    clauses = [clause for _, clause in answers]
    better = [
        (Should, query)
        for query in (*_phrases(asked), *_together(asked, clauses), *_whole(asked, reader))
    ]
    return without_tail(Query.boolean_query([(Must, enough), *better]), reader)


def without_tail(query: Query, reader: Reader) -> Query:
    """Leaves out what answers far worse than the best, unless very many answer well."""
    kept = reader.near_the_best(query, TAIL, MOST_WEIGHED)
    if kept is None:
        return query
    named = Query.const_score_query(Query.term_set_query(SCHEMA, "id", kept), 0.0)
    return Query.boolean_query([(Must, query), (Must, named)])


def _together(units: Sequence[Unit], answers: Sequence[Query]) -> Iterable[Query]:
    """A deed that answers two of the words goes before one that answers a single one often."""
    rarest = sorted(zip(units, answers, strict=True), key=lambda each: -each[0].weight)
    for (first, one), (second, other) in combinations(rarest[:MOST_TOGETHER], 2):
        both = Query.boolean_query([(Must, one), (Must, other)])
        weight = TOGETHER * min(first.weight, second.weight)
        yield Query.const_score_query(both, weight)


def _telling(units: Sequence[Unit], reader: Reader) -> list[Unit]:
    """The words that are rare beside the others. They count twice."""
    # a word that nobody has used is no rarer than one that few have
    rare = math.ceil(RARE * reader.count)
    weights = [idf(max(unit.frequency, rare), reader.count) for unit in units]
    least = TELLING * max(weights)
    return [unit for unit, weight in zip(units, weights, strict=True) if weight >= least]


def answer(unit: Unit, reader: Reader) -> Query:
    """The best place counts whole, the others a little."""
    clauses = [*_clauses(unit, reader), *_apart(unit, reader)]
    return Query.disjunction_max_query(clauses, OTHER_PLACES)


def _clauses(unit: Unit, reader: Reader, places: Iterable[str] = PLACES) -> Iterable[Query]:
    for term, weight in unit.terms.items():
        for section in places:
            name = field_of(section, term)
            frequency = reader.frequency(name, term)
            if frequency:
                # every term of the word counts as rare as the word is
                rarity = unit.weight / idf(frequency, reader.count)
                clause = Query.term_query(SCHEMA, name, term, "freq")
                worth = OF_THE_PLACE if unit.place and section == "names" else PLACES[section]
                yield Query.boost_query(clause, weight * worth * rarity)


def _apart(unit: Unit, reader: Reader) -> Iterable[Query]:
    """All parts of a compound in one place of the deed."""
    whole = sum(part.weight for part in unit.apart)
    for section, weight in APART.items() if unit.apart else ():
        parts = [
            Query.disjunction_max_query(list(_clauses(part, reader, [section])))
            for part in unit.apart
        ]
        both = Query.boolean_query([(Must, part) for part in parts])
        yield Query.boost_query(both, weight * (unit.weight or whole) / whole)


def _whole(units: Sequence[Unit], reader: Reader) -> Iterable[Query]:
    """A deed that has every word itself, wherever, is no tail."""
    exact = [
        [clause for term in _exacts(unit) for clause in _terms_in(term, TOLD, reader)]
        for unit in units
    ]
    if all(exact):
        every = [(Must, Query.disjunction_max_query(clauses)) for clauses in exact]
        weight = WHOLE * sum(unit.weight for unit in units)
        yield Query.const_score_query(Query.boolean_query(every), weight)


def _exacts(unit: Unit) -> list[str]:
    return [term for term, weight in unit.terms.items() if weight == EXACT]


def _terms_in(term: str, sections: Iterable[str], reader: Reader) -> Iterable[Query]:
    for section in sections:
        if reader.frequency(section, term):
            yield Query.term_query(SCHEMA, section, term, "basic")


def _phrases(units: Sequence[Unit]) -> Iterable[Query]:
    """Two words that stand beside each other in the query and in the deed."""
    for first, second in pairwise(units):
        pair: list[str | tuple[int, str]] = [_exact(first), _exact(second)]
        if all(pair):
            for section in TOLD:
                phrase = Query.phrase_query(SCHEMA, section, pair, 2)
                yield Query.boost_query(phrase, PHRASE * PLACES[section] / 2)


def _exact(unit: Unit) -> str:
    return next(iter(_exacts(unit)), "")


def everything() -> Query:
    return Query.all_query()


def chosen(query: Query, choices: Mapping[str, Sequence[str]]) -> Query:
    """One key of a dimension is enough; every dimension that has a choice must hold."""
    must = [(Must, query)]
    for dimension, keys in choices.items():
        if keys:
            either = Query.term_set_query(SCHEMA, dimension, list(keys))
            must.append((Must, Query.const_score_query(either, 0.0)))
    return Query.boolean_query(must)


def alike(key: str, card: Mapping[str, Any], reader: Reader) -> Query:
    """Deeds whose title and need use the rarest words of this one's."""
    words = words_of(f"{card['title']}\n{card['need']}")
    terms = {term for word in words for term in _asked(word.text, card["language"])}
    found = {term: sum(reader.frequency(name, term) for name in TOLD) for term in terms}
    shared = [term for term in found if 1 < found[term] <= max(2, reader.count / 4)]
    rarest = sorted(shared, key=lambda term: (found[term], term))[:MOST_ALIKE]
    units = [Unit(term, {term: EXACT}) for term in rarest]
    for unit in units:
        weigh(unit, reader)
    should = [(Should, answer(unit, reader)) for unit in units]
    some = Query.boolean_query(should, minimum_number_should_match=min(2, len(should)))
    return Query.boolean_query([(Must, some), (MustNot, only(key))])


def _asked(word: str, language: str) -> tuple[str, ...]:
    terms = terms_of(word, language)
    return () if terms.function else terms.exact

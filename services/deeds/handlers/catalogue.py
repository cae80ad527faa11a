"""The catalogue of deeds: a question and its answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import tantivy

from services.deeds.addresses import deed_path
from services.deeds.handlers import entries
from services.deeds.handlers.keeping import current_keeper
from services.deeds.search.index import Found, Reader
from services.deeds.search.marking import Marker, Pieces
from services.deeds.search.query import meant, units_of
from services.deeds.search.ranking import alike, chosen, everything, ranked

HANDLERS = entries.HANDLERS
MOST_PER_PAGE = 100
LAST_RESULT = 10_000  # nobody pages further; it bounds the work of one question
NEWEST, RELEVANCE = "newest", "relevance"
SORTS = (RELEVANCE, NEWEST, "updated", "title")


@dataclass(frozen=True)
class Question:
    """Everything in the address of the catalogue. Within a dimension one of the keys is enough.

    organisations  organisation keys (`Deed.published.organisation_key`)
    sort           one of SORTS; without words relevance means newest
    """

    words: str = ""
    themes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    sort: str = RELEVANCE
    page: int = 1
    per_page: int = 20

    @property
    def choices(self) -> dict[str, tuple[str, ...]]:
        return {
            "theme": self.themes,
            "sector": self.sectors,
            "stage": self.stages,
            "region": self.regions,
            "organisation": self.organisations,
            "language": self.languages,
        }


@dataclass(frozen=True)
class Hit:
    """One result. `title` and `excerpt` in pieces: (text, whether it is a found word)."""

    id: str
    number: int
    card: dict[str, Any]
    title: Pieces
    excerpt: Pieces

    @property
    def path(self) -> str:
        return deed_path(self.number, self.card["title"])


@dataclass(frozen=True)
class Answer:
    """`facets`: dimension → (key, count), most first, its own dimension's choice left out.

    suggestion  the query as it seems to have been meant; "" when it stands as it is
    building    per cent of the index that is there while it is built for the first time, else None
    """

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    suggestion: str = ""
    building: int | None = None


def search(question: Question) -> Answer:
    """Any text is a legal query. Answers from the index of this host, also without the store."""
    keeper = current_keeper()
    reader = keeper.reader()
    units = units_of(question.words, reader)
    # signs alone ask for nothing in particular; words that nothing answers, for nothing
    query = ranked(units, reader) if units else everything()
    total, found = _page(query, question, reader, ranks=bool(units))
    marker = Marker(unit.terms for unit in units if not unit.function)
    return Answer(
        total=total,
        hits=tuple(_hit(each, marker) for each in found),
        facets=_facets(query, question, reader),
        suggestion=meant(question.words, units),
        building=keeper.building,
    )


def similar(deed_id: str, limit: int = 4) -> tuple[Hit, ...]:
    """Other deeds that use its rarest words; none for a deed that is not (yet) found."""
    reader = current_keeper().reader()
    card = reader.card(deed_id)
    if card is None:
        return ()
    _, found = reader.find(alike(deed_id, card, reader), limit=limit)
    return tuple(_hit(each, Marker([])) for each in found)


def organisation_names(keys: Iterable[str]) -> dict[str, str]:
    """Key → name as its newest deed writes it, in the order asked; without deeds left out."""
    reader = current_keeper().reader()
    found = {}
    for key in dict.fromkeys(keys):
        query = chosen(everything(), {"organisation": (key,)})
        for newest in reader.find(query, sort=NEWEST, limit=1)[1]:
            found[key] = str(newest.card["organisation"])
    return found


def _page(
    query: tantivy.Query, question: Question, reader: Reader, *, ranks: bool
) -> tuple[int, list[Found]]:
    per_page = min(max(1, question.per_page), MOST_PER_PAGE)
    offset = min((max(1, question.page) - 1) * per_page, LAST_RESULT)
    sort = question.sort if question.sort in SORTS else RELEVANCE
    if sort == RELEVANCE and not ranks:
        sort = NEWEST
    return reader.find(chosen(query, question.choices), sort=sort, limit=per_page, offset=offset)


def _facets(
    query: tantivy.Query, question: Question, reader: Reader
) -> dict[str, tuple[tuple[str, int], ...]]:
    """One count for all dimensions without a choice, and one more for each that has one."""
    choices = question.choices
    free = [dimension for dimension, keys in choices.items() if not keys]
    counts = reader.facets(chosen(query, choices), free)
    for dimension in choices:
        if choices[dimension]:
            others = {name: keys for name, keys in choices.items() if name != dimension}
            counts |= reader.facets(chosen(query, others), [dimension])
    return counts


def _hit(found: Found, marker: Marker) -> Hit:
    card, language = found.card, found.card["language"]
    title = marker.marked(card["title"], language)
    return Hit(found.id, found.number, card, title, marker.excerpt(card, language))

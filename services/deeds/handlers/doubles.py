"""Deeds that may tell of the same as this one: staff are shown them before they publish."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from services.deeds.addresses import key_of
from services.deeds.documents import Deed
from services.deeds.handlers.catalogue import Question, search, similar
from services.deeds.workflow.deed import BEFORE_PUBLIC

ALIKE = 0.75  # of 1: titles of any two deeds
ALIKE_AT_HOME = 0.55  # within one organisation
MOST = 5
READ = (
    *("number", "state", "content.title", "content.organisation"),
    *("published.title", "published.organisation"),
)


@dataclass(frozen=True)
class Double:
    """`likeness` of the titles: 1 is the same."""

    id: str
    number: int
    title: str
    organisation: str
    state: str
    likeness: float
    is_public: bool


def possible_doubles(deed: Deed) -> list[Double]:
    """The likest first."""
    standing = {other.id: other for other in _candidates(deed) if other.id != deed.id}
    found = [_compared(deed, other) for other in standing.values() if other.number]
    home = key_of(deed.content.get("organisation", ""))
    doubles = [
        double
        for double in found
        if double.likeness >= (ALIKE_AT_HOME if key_of(double.organisation) == home else ALIKE)
    ]
    return sorted(doubles, key=lambda double: -double.likeness)[:MOST]


def _candidates(deed: Deed) -> Iterable[Deed]:
    """What waits for the office, and what the catalogue finds alike, at home and elsewhere."""
    yield from Deed.objects(state__in=BEFORE_PUBLIC).only(*READ)
    title, home = deed.title, key_of(deed.content.get("organisation", ""))
    anywhere = similar(deed.id) or search(Question(words=title, per_page=MOST)).hits
    at_home = search(Question(words=title, organisations=(home,), per_page=MOST)).hits
    ids = {hit.id for hit in (*anywhere, *at_home)}
    yield from Deed.objects(id__in=list(ids)).only(*READ)


def _compared(deed: Deed, other: Deed) -> Double:
    shown = other.published if other.is_public else other.content
    title = shown.get("title", "")
    return Double(
        id=other.id,
        number=other.number,
        title=title,
        organisation=shown.get("organisation", ""),
        state=other.state,
        likeness=SequenceMatcher(None, deed.title.casefold(), title.casefold()).ratio(),
        is_public=other.is_public,
    )

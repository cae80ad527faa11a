"""The public catalogue: who is listed, who fits a wish, how many would fit with one choice more."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.experts.contracts import contracted_until, under_contract
from services.experts.documents import Expert
from services.experts.workflow import ACTIVE

NOT_LISTED_FIELDS = ("history", "outbox", "tasks", "due")
SORTS = ("name", "company")
REMOTE = "remote"
# Finnish and Swedish order: å, ä and ö are letters of their own after z
AFTER_Z = str.maketrans({"å": "\ue000", "ä": "\ue001", "æ": "\ue001", "ö": "\ue002", "ø": "\ue002"})


@dataclass(frozen=True)
class Wish:
    """What the reader is looking for. Within a group one match is enough; every group must match.

    `places`: region ids, and "remote" beside them. `day`: under contract on that day.
    """

    text: str = ""
    themes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    day: date | None = None


def listed_experts(today: date) -> list[Expert]:
    """All with a contract in force or coming. Not for `perform`: their history is not read."""
    active = Expert.objects(state=ACTIVE).exclude(*NOT_LISTED_FIELDS)
    return [expert for expert in active if is_listed(expert, today)]


def is_listed(expert: Expert, today: date) -> bool:
    return expert.state == ACTIVE and contracted_until(expert.contracts, today) is not None


def find(experts: Iterable[Expert], wish: Wish) -> list[Expert]:
    return [expert for expert in experts if matches(expert, wish)]


def matches(expert: Expert, wish: Wish) -> bool:
    return (
        (not wish.themes or bool(set(wish.themes) & set(expert.themes)))
        and (not wish.languages or bool(set(wish.languages) & set(expert.languages)))
        and (not wish.places or bool(set(wish.places) & set(places_of(expert))))
        and (wish.day is None or under_contract(expert.contracts, wish.day))
        and has_words(wish.text, expert.name, expert.company, *expert.description.values())
    )


def places_of(expert: Expert) -> list[str]:
    return [*expert.regions, *([REMOTE] if expert.remote else [])]


def has_words(text: str, *searched: str) -> bool:
    """Every word of `text` is somewhere in what is searched; letter case does not matter."""
    haystack = _folded(" ".join(searched))
    return all(word in haystack for word in _folded(text).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def counts(experts: Sequence[Expert], wish: Wish) -> dict[str, dict[str, int]]:
    """group → option → how many fit with that option, the other groups as they are chosen."""
    groups: dict[str, tuple[Wish, Callable[[Expert], Iterable[str]]]] = {
        "themes": (replace(wish, themes=()), lambda expert: expert.themes),
        "languages": (replace(wish, languages=()), lambda expert: expert.languages),
        "places": (replace(wish, places=()), places_of),
    }
    return {
        group: _tally(find(experts, others), options) for group, (others, options) in groups.items()
    }


def _tally(experts: Iterable[Expert], options: Callable[[Expert], Iterable[str]]) -> dict[str, int]:
    tally: dict[str, int] = {}
    for expert in experts:
        for option in options(expert):
            tally[option] = tally.get(option, 0) + 1
    return tally


def in_alphabet(text: str) -> str:
    """A key that sorts as Finns and Swedes do."""
    return _folded(text).translate(AFTER_Z)


def arranged(experts: Iterable[Expert], sort: str) -> list[Expert]:
    by_company = sort == "company"
    return sorted(
        experts,
        key=lambda expert: (in_alphabet(expert.company if by_company else expert.name), expert.id),
    )

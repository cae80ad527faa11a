"""The office's queue of deeds: which stand where, filtered, ordered and counted.

What waits, and what has ended, is read from the store and sorted here: there is never much of it.
The public ones are thousands, so they are asked of the catalogue's index.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.deeds.documents import Deed
from services.deeds.handlers.catalogue import NEWEST, Question, search
from services.deeds.handlers.telling import waits_for_help
from services.deeds.handlers.worklists import UNDELIVERED
from services.deeds.workflow.deed import (
    CHANGE_RETURNED,
    CHANGE_SUBMITTED,
    DEED,
    DRAFT,
    ENDED_STATES,
    EXPIRED,
    LEAVING,
    PUBLIC_STATES,
    RETURNED,
    SENT_STATES,
    SUBMITTED,
    UNCONFIRMED,
)
from shared import ambient
from shared.read_models.mails import NOT_REACHED

PUBLIC = "public"
TABS: dict[str, tuple[str, ...]] = {
    "todo": (SUBMITTED, CHANGE_SUBMITTED, LEAVING, DRAFT),
    "author": (UNCONFIRMED, RETURNED, CHANGE_RETURNED),
    PUBLIC: PUBLIC_STATES,
    "ended": ENDED_STATES,
    UNDELIVERED: SENT_STATES,
}
FIRST_TAB = "todo"
FIRST_SORT = {
    "todo": "deadline",
    "author": "since",
    PUBLIC: NEWEST,
    "ended": "-since",
    UNDELIVERED: "deadline",
}
PUBLIC_SORTS = (NEWEST, "updated", "title")
HEAVY = ("history", "outbox", "due", "editions")
AT_ONCE = 100  # of the index
LAST_PAGE = 100


@dataclass(frozen=True)
class Row:
    """A deed in the queue.

    deadline  by which the office has to act; None when nobody waits for it
    since     it stands as it does
    """

    deed: Deed
    deadline: datetime | None
    since: datetime | None

    def is_overdue(self, now: datetime) -> bool:
        return self.deadline is not None and self.deadline < now


# of what is not asked of the index
SORTED_BY: dict[str, Callable[[Row], Any]] = {
    "reference": lambda row: row.deed.number,
    "title": lambda row: row.deed.title.casefold(),
    "organisation": lambda row: row.deed.content.get("organisation", "").casefold(),
    "state": lambda row: DEED.states.index(row.deed.state),
    "since": lambda row: row.since,
    "deadline": lambda row: row.deadline,
}


@dataclass(frozen=True)
class Filter:
    """What the address asks for. `sort` is a key of SORTED_BY, with a minus for the other way;
    of the public ones one of PUBLIC_SORTS."""

    tab: str = FIRST_TAB
    search: str = ""
    state: str = ""
    sector: str = ""
    overdue: bool = False
    sort: str = FIRST_SORT[FIRST_TAB]

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filter:
        """From a query string; what makes no sense there is as if it had not been said."""
        tab, sort, state = asked.get("tab", ""), asked.get("sort", ""), asked.get("state", "")
        tab = tab if tab in TABS else FIRST_TAB
        sorts = PUBLIC_SORTS if tab == PUBLIC else (*SORTED_BY, *(f"-{key}" for key in SORTED_BY))
        return cls(
            tab=tab,
            search=asked.get("search", "").strip()[:100],
            state=state if state in TABS[tab] and tab != PUBLIC else "",
            sector=asked.get("sector", ""),
            overdue=asked.get("overdue", "") == "yes",
            sort=sort if sort in sorts else FIRST_SORT[tab],
        )


def is_seen(deed: Deed) -> bool:
    """Whether the office may look at it: a draft is its author's own until they ask for help."""
    return waits_for_help(deed) if deed.state == DRAFT else deed.state != EXPIRED


def count_tabs(wanted: Filter) -> dict[str, int]:
    """How many deeds each tab would show, with the other filters as they are."""
    return {tab: _count(replace(wanted, tab=tab, state="")) for tab in TABS}


def find_rows(wanted: Filter, page: int, size: int) -> tuple[int, list[Row]]:
    """How many there are, and the rows of a page in order. Without histories: they are long."""
    if wanted.tab == PUBLIC:
        return _find_public(wanted, page, size)
    rows = _sorted([_row(deed) for deed in _matching(wanted)], wanted.sort)
    return len(rows), rows[(page - 1) * size : page * size]


def all_rows(wanted: Filter) -> Iterator[Row]:
    """Read as it goes: the public ones are many."""
    for page in range(1, LAST_PAGE + 1):
        total, rows = find_rows(wanted, page, AT_ONCE)
        yield from rows
        if page * AT_ONCE >= total:
            return


def _count(wanted: Filter) -> int:
    if wanted.tab == PUBLIC:
        return _find_public(wanted, 1, 1)[0]
    if wanted.search or wanted.sector or wanted.overdue:
        return len(_matching(wanted))
    return sum(int(Deed.objects(__raw__=each).count()) for each in _conditions(wanted))


def _find_public(wanted: Filter, page: int, size: int) -> tuple[int, list[Row]]:
    if wanted.overdue:
        return 0, []  # whoever waits is among what is to be done
    number = _number(wanted.search)
    if number is not None:
        found = list(Deed.objects(number=number).exclude(*HEAVY))
        rows = [_row(deed) for deed in found if deed.is_public]
        return len(rows), rows if page == 1 else []
    sectors = (wanted.sector,) if wanted.sector else ()
    question = Question(
        words=wanted.search, sectors=sectors, sort=wanted.sort, page=page, per_page=size
    )
    answer = search(question)
    ids = [hit.id for hit in answer.hits]
    by_id = {deed.id: deed for deed in Deed.objects(id__in=ids).exclude(*HEAVY)}
    return answer.total, [_row(by_id[each]) for each in ids if each in by_id]


def _matching(wanted: Filter) -> list[Deed]:
    deeds = [
        deed
        for condition in _conditions(wanted)
        for deed in Deed.objects(__raw__=condition).exclude(*HEAVY)
    ]
    return [deed for deed in deeds if _fits(deed, wanted)]


def _conditions(wanted: Filter) -> list[dict[str, Any]]:
    """Each uses the index on the state, which the embedded store does not do for `$or`."""
    if wanted.tab == UNDELIVERED:
        chosen = {"state": wanted.state} if wanted.state else {}
        return [{"mails.state": {"$in": list(NOT_REACHED)}, **chosen}]
    states = (wanted.state,) if wanted.state else TABS[wanted.tab]
    helped = {"state": DRAFT, "tasks.name": "help"}
    others = [{"state": state} for state in states if state != DRAFT]
    return others + ([helped] if DRAFT in states else [])


def _fits(deed: Deed, wanted: Filter) -> bool:
    if wanted.sector and deed.content.get("sector") != wanted.sector:
        return False
    if wanted.overdue and not _row(deed).is_overdue(ambient.now()):
        return False
    number = _number(wanted.search)
    return deed.number == number if number is not None else _says(deed, wanted.search)


def _says(deed: Deed, text: str) -> bool:
    content, author = deed.content, deed.author
    told = [content.get(name) or "" for name in ("title", "organisation", "unit")]
    told += [author.get(name) or "" for name in ("name", "email")]
    return any(text.casefold() in each.casefold() for each in told)


def _number(text: str) -> int | None:
    """142 and TEKO-142 ask for that very deed."""
    found = re.fullmatch(r"(?:TEKO-)?(\d{1,9})", text, re.IGNORECASE | re.ASCII)
    return int(found[1]) if found else None


def _row(deed: Deed) -> Row:
    """The task that is due first tells how long somebody has waited."""
    task = min(deed.tasks, key=lambda task: task["due_at"], default=None)
    if task:
        return Row(deed, task["due_at"], task["opened_at"])
    return Row(deed, None, deed.renewed_at if deed.is_public else deed.updated_at)


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """What has nothing to be sorted by comes last, whichever way it goes."""
    key = SORTED_BY[sort.removeprefix("-")]
    rows = sorted(rows, key=lambda row: (row.since or row.deed.created_at, row.deed.id))
    known = sorted(
        (row for row in rows if key(row) is not None), key=key, reverse=sort.startswith("-")
    )
    return known + [row for row in rows if key(row) is None]

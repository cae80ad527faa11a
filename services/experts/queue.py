"""The office's list of experts: its tabs, filters and columns, all kept in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from services.experts.catalogue import NOT_LISTED_FIELDS, has_words, in_alphabet
from services.experts.contracts import contracted_until, ends_soon
from services.experts.documents import Expert
from services.experts.workflow import ACTIVE, ENDED
from services.experts.workload import Workload, workloads
from shared import ambient


@dataclass(frozen=True)
class QueueRow:
    expert: Expert
    until: date | None
    ending: bool
    load: Workload


@dataclass(frozen=True)
class Asked:
    tab: str
    text: str
    theme: str
    sort: str


TABS: dict[str, Callable[[QueueRow], bool]] = {
    "active": lambda row: row.expert.state == ACTIVE,
    "ending": lambda row: row.expert.state == ACTIVE and row.ending,
    "without": lambda row: row.expert.state == ACTIVE and row.until is None,
    "ended": lambda row: row.expert.state == ENDED,
}
SORTS: dict[str, Callable[[QueueRow], Any]] = {
    "name": lambda row: in_alphabet(row.expert.name),
    "company": lambda row: in_alphabet(row.expert.company),
    "until": lambda row: row.until or date.min,
    "ordered": lambda row: row.load.ordered,
    "held": lambda row: row.load.held,
    "feedback": lambda row: row.load.average or 0,
}


def tab_names() -> dict[str, str]:
    return {
        "active": _("In the pool"),
        "ending": _("Contract ends within 60 days"),
        "without": _("Without a contract"),
        "ended": _("Left the pool"),
    }


def read_asked(args: Mapping[str, str]) -> Asked:
    """The address; what it does not know falls back to the usual."""
    sort = args.get("sort", "name")
    return Asked(
        tab=args.get("tab", "active") if args.get("tab") in TABS else "active",
        text=args.get("q", "").strip()[:200],
        theme=args.get("theme", "")[:60],
        sort=sort if sort.removeprefix("-") in SORTS else "name",
    )


def all_rows() -> list[QueueRow]:
    today, loads = ambient.today(), workloads()
    return [
        QueueRow(
            expert,
            contracted_until(expert.contracts, today),
            ends_soon(expert.contracts, today),
            loads.get(expert.id, Workload()),
        )
        for expert in Expert.objects.exclude(*NOT_LISTED_FIELDS)
    ]


def tab_counts(rows: Sequence[QueueRow]) -> dict[str, int]:
    return {tab: sum(belongs(row) for row in rows) for tab, belongs in TABS.items()}


def chosen(rows: Sequence[QueueRow], asked: Asked) -> list[QueueRow]:
    found = [row for row in rows if TABS[asked.tab](row) and _fits(row, asked)]
    # by name first, so that equal ones stay in the alphabet
    found.sort(key=SORTS["name"])
    column = SORTS[asked.sort.removeprefix("-")]
    return sorted(found, key=column, reverse=asked.sort.startswith("-"))


def _fits(row: QueueRow, asked: Asked) -> bool:
    expert = row.expert
    return (not asked.theme or asked.theme in expert.themes) and has_words(
        asked.text, expert.name, expert.company, expert.email
    )

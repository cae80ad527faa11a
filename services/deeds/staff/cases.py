"""What the pages of tips and partner searches have in common: the list and the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.deeds.handlers.worklists import WorkList
from shared import ambient
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.steps import Kind, offers
from shared.web.story import mail_rows
from shared.workflow.case import Case


def case_words(kind: Kind, case: Case) -> dict[str, Any]:
    """What the page of every case shows."""
    return {
        "kind": kind,
        "case": case,
        "words": kind.words,
        "offers": offers(kind, case),
        "story": kind.words.history.story_of(case),
        "mails": mail_rows(getattr(case, "mails", ())),
        "now": ambient.now(),
    }


def list_words(
    kind: Kind, worklist: WorkList, asked: str, names: Mapping[str, Any]
) -> dict[str, Any]:
    """A list with its tabs: `names` are theirs, in their order."""
    tab, counts, number = worklist.tab(asked), worklist.counts(), page_number()
    rows = worklist.rows(tab, skip=skipped(number), limit=SIZE)
    return {
        "tab_items": [
            (name, f"{kind.home}?tab={key}", counts[key], key == tab) for key, name in names.items()
        ],
        "tab": tab,
        "tab_name": names[tab],
        "page": Page(rows, counts[tab], number),
        "words": kind.words,
        "now": ambient.now(),
    }

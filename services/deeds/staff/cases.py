"""One kind of case as the office handles it: its words, its steps, its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.deeds.handlers.worklists import WorkList
from services.deeds.words.cases import CaseWords
from shared import ambient
from shared.errors import NotFound
from shared.web.forms import FormSchema
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.session import current_person
from shared.web.story import mail_rows
from shared.workflow.case import Case
from shared.workflow.pin import Pin
from shared.workflow.table import Actor, Transition

Act = Callable[[Any, dict[str, Any], Actor, Pin], Case]


@dataclass(frozen=True)
class Step:
    """`action` is the table's; `title` heads the page, `button` says what pressing it does.

    form         the questions for this case
    starts_with  what they hold at first
    choices      rows that take the place of a question's own
    template     of its page
    """

    action: str
    form: Callable[[Any], type[FormSchema]]
    title: Any
    button: Any
    act: Act
    starts_with: Callable[[Any], Mapping[str, Any]] = lambda _case: {}
    choices: Callable[[Any], Mapping[str, Any]] = lambda _case: {}
    intro: Any = ""
    kind: str = "primary"
    template: str = "staff/cases/step.html"

    @property
    def slug(self) -> str:
        return self.action.replace("_", "-")


@dataclass(frozen=True)
class Kind:
    """`part` is its place in the navigation and in the addresses: /staff/<part>/<id>/<slug>.

    find    by id; raises NotFound
    called  a line on the case for headings: reference and name
    mails   whom a row of the table would mail, in words, one line each
    mailed  whom it has mailed, once the step is taken
    """

    part: str
    words: CaseWords
    steps: tuple[Step, ...]
    find: Callable[[str], Case]
    called: Callable[[Any], str]
    mails: Callable[[Transition, Any], list[str]]
    mailed: Callable[[Transition, Any], list[str]]

    def step(self, slug: str) -> Step:
        found = next((step for step in self.steps if step.slug == slug), None)
        if found is None:
            raise NotFound(f"no step {slug}")
        return found

    def address(self, case: Case) -> str:
        return f"/staff/{self.part}/{case.id}"


@dataclass(frozen=True)
class Offer:
    """A step that this person may take now, and whom it mails."""

    step: Step
    mails: list[str]


def offers(kind: Kind, case: Case) -> list[Offer]:
    person = current_person()
    rows = {
        row.action: row for row in case.workflow.open_to(case.state, person.roles if person else ())
    }
    return [
        Offer(step, kind.mails(rows[step.action], case))
        for step in kind.steps
        if step.action in rows
    ]


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
            (name, f"/staff/{kind.part}?tab={key}", counts[key], key == tab)
            for key, name in names.items()
        ],
        "tab": tab,
        "tab_name": names[tab],
        "page": Page(rows, counts[tab], number),
        "words": kind.words,
        "now": ambient.now(),
    }

"""One kind of case as the office handles it: its words, its steps, where its pages are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from shared.errors import NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.web.acting import Refusals
from shared.web.forms import Form, FormSchema
from shared.web.session import actor, current_person
from shared.web.story import Storyteller
from shared.workflow.case import Case
from shared.workflow.pin import Pin
from shared.workflow.table import Actor, Transition

Act = Callable[[Any, dict[str, Any], Actor, Pin], Case]
FormOf = Callable[[Any], type[FormSchema]]


@dataclass(frozen=True)
class Step:
    """`action` is the table's; `title` heads the page, `button` says what pressing it does.

    form         the questions, or what gives them for a case
    act          takes the form's answers; writes by `perform` alone, or minds `rehearsing`
    starts_with  what the questions hold at first
    choices      rows that take the place of a question's own
    note         template of what stands above the form
    unsure       whether the page must be shown once more before the step is taken; then `check` is
                 the title and the text of why
    hidden       what the form carries unseen; of the case as the step would make it
    at_once      its form stands open when the case is looked at in the queue
    """

    action: str
    form: type[FormSchema] | FormOf
    title: Any
    button: Any
    act: Act
    starts_with: Callable[[Any], Mapping[str, Any]] = lambda _case: {}
    choices: Callable[[Any], Mapping[str, Any]] = lambda _case: {}
    intro: Any = ""
    kind: str = "primary"
    note: str = ""
    unsure: Callable[[Form], bool] = lambda _form: False
    check: tuple[Any, Any] = ("", "")
    hidden: Callable[[Any, Form], Mapping[str, Any]] = lambda _case, _form: {}
    at_once: bool = False

    @property
    def slug(self) -> str:
        return self.action.replace("_", "-")

    def form_of(self, case: Case) -> type[FormSchema]:
        return self.form if isinstance(self.form, type) else self.form(case)


@dataclass(frozen=True)
class CaseWords:
    """states    state → (name, kind of tag)
    tasks     that wait for the office
    refusals  why a step was refused, what is wrong with a field
    history   what has happened, in words
    """

    states: Mapping[str, tuple[Any, str]]
    tasks: Mapping[str, Any]
    refusals: Refusals
    history: Storyteller


@dataclass(frozen=True)
class Kind:
    """`home` is the address of its list; a case is at <home>/<id>, a step at <home>/<id>/<slug>.

    name      of the list
    find      by id, what the office may see; raises NotFound
    called    a line on the case: reference and name
    parties   whom a mail about the case reaches: a line on each, empty for one without an address
    obstacle  why a step that the state allows would fail whatever is typed: a reason, or empty
    leads_to  where a person goes once a step is taken; by default to the case
    """

    home: str
    name: Any
    words: CaseWords
    steps: tuple[Step, ...]
    find: Callable[[str], Case]
    called: Callable[[Any], str]
    parties: Callable[[Any], Mapping[Role, str]]
    layout: str = "layouts/staff.html"
    obstacle: Callable[[Step, Any], str] = lambda _step, _case: ""
    leads_to: Callable[[Any], str] | None = None

    @property
    def part(self) -> str:
        """Its place in the navigation."""
        return self.home.rpartition("/")[2]

    def step(self, slug: str) -> Step:
        found = next((step for step in self.steps if step.slug == slug), None)
        if found is None:
            raise NotFound(f"no step {slug}")
        return found

    def list_address(self) -> str:
        back = left_query()
        return self.home + (f"?{back}" if back else "")

    def address(self, case: Case) -> str:
        back = left_query()
        return f"{self.home}/{case.id}" + (f"?{urlencode({'back': back})}" if back else "")

    def step_address(self, case: Case, step: Step) -> str:
        return f"{self.home}/{case.id}/{step.slug}"

    def mails(self, row: Transition | None, case: Case) -> list[str]:
        """Whom the row mails, one line each. Read from the event that it tells."""
        tells = row.event.tells if row and row.event else ()
        parties = self.parties(case)
        return [line for role in tells if (line := parties.get(role, ""))]

    def refusal(self, step: Step, case: Case) -> str:
        """Why the step cannot be taken now, in words; or empty. Raises NotPermitted."""
        try:
            case.workflow.decide(step.action, case.state, [actor().role])
        except TransitionNotAllowed as error:
            return self.words.refusals.refusal(error)
        return self.hindrance(step, case)

    def hindrance(self, step: Step, case: Case) -> str:
        reason = self.obstacle(step, case)
        return str(self.words.refusals.reasons[reason]) if reason else ""


def left_query() -> str:
    """The list's query as the person left it: pages carry it along as `back`."""
    query = request.values.get("back", "")
    return query if query.isprintable() else ""


def person_line(person: Mapping[str, Any]) -> str:
    """Name and address; empty for one without an address."""
    named = filter(None, (person.get("name"), person["email"])) if person.get("email") else ()
    return ", ".join(named)


@dataclass(frozen=True)
class Offer:
    """A step that this person may take now: whom it mails, or why it cannot succeed."""

    step: Step
    mails: list[str]
    refusal: str = ""


def offers(kind: Kind, case: Case) -> list[Offer]:
    person = current_person()
    open_rows = case.workflow.open_to(case.state, person.roles if person else ())
    rows = {row.action: row for row in open_rows}
    return [
        Offer(step, kind.mails(row, case), kind.hindrance(step, case))
        for step in kind.steps
        if (row := rows.get(step.action))
    ]

"""Import into the pool: a table → a plan that a person can read → the same use-cases as by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from marshmallow import ValidationError

from services.experts.columns import ALL_COLUMNS, BY_FIELD, read_cell
from services.experts.csv_file import Row, decode, read_rows, refuse
from services.experts.documents import Expert
from services.experts.forms import ExpertSchema, as_answers
from services.experts.handlers import add_expert, changes, edit_expert, find_by_email
from services.experts.workflow import ACTIVE
from shared.errors import InvalidInput
from shared.web.csv_columns import TOO_MANY_CELLS, Column, read_header, surplus
from shared.web.language import language
from shared.workflow.table import Actor


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, as it stood in the file."""

    column: str
    value: str
    message: str


@dataclass
class PlannedRow:
    """One row of the file and what importing it would do: add, change, same or faulty."""

    number: int
    name: str
    email: str
    outcome: str = "faulty"
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    profile: dict[str, Any] = field(default_factory=dict)
    expert: Expert | None = None


@dataclass(frozen=True)
class ImportPlan:
    rows: list[PlannedRow]

    def of(self, outcome: str) -> list[PlannedRow]:
        return [row for row in self.rows if row.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(self.of(name)) for name in ("add", "change", "same", "faulty")}


def plan_import(text: str) -> ImportPlan:
    """Check every row against the pool as it is now. Raises InvalidInput for the whole table."""
    rows = read_rows(text)
    columns = read_header(rows[0][1], ALL_COLUMNS, {"email"})
    if len(rows) < 2:
        raise refuse(_("The file has a header row but no experts."))
    seen: dict[str, int] = {}
    return ImportPlan([_plan_row(number, columns, cells, seen) for number, cells in rows[1:]])


def plan_file(raw: bytes) -> tuple[str, ImportPlan]:
    """The file's text and its plan."""
    text = decode(raw)
    return text, plan_import(text)


def import_experts(plan: ImportPlan, by: Actor, *, skip_faulty: bool) -> None:
    """Import the plan's rows. One faulty row stops all, unless faulty rows are to be skipped.

    A repeat changes nothing: every expert is then as the file says.
    """
    if plan.of("faulty") and not skip_faulty:
        message = _("Nothing was imported. Correct the faulty rows, or tick that they are skipped.")
        raise InvalidInput({"skip": [message]})
    for row in plan.of("add"):
        add_expert(row.profile, by)
    for row in plan.of("change"):
        assert row.expert is not None
        edit_expert(row.expert, row.profile, by)


def _plan_row(
    number: int, titled: list[Column | None], cells: Row, seen: dict[str, int]
) -> PlannedRow:
    columns = [column for column in titled if column]
    raw = {column.field: cell for column, cell in zip(titled, cells, strict=False) if column}
    email = raw.get("email", "").strip().lower()
    planned = PlannedRow(number, raw.get("name", "").strip(), email)
    if beyond := surplus(titled, cells):
        planned.problems.append(Problem("", beyond, str(TOO_MANY_CELLS)))
        return planned
    if email and email in seen:
        message = _("The same e-mail address is already on row %(row)s.", row=seen[email])
        planned.problems.append(Problem(BY_FIELD["email"].title(language()), raw["email"], message))
        return planned
    seen[email] = number
    planned.expert = find_by_email(email) if email else None
    return _check(planned, columns, raw)


def _check(planned: PlannedRow, columns: list[Column], raw: dict[str, str]) -> PlannedRow:
    answers, places = _answers(columns, raw, planned.expert)
    try:
        planned.profile = ExpertSchema().load(answers)
    except ValidationError as error:
        planned.problems = [
            Problem(_title(name), raw.get(name, ""), text)
            for name, text in _messages(error.messages_dict, places)
        ]
        return planned
    if planned.expert is None:
        planned.outcome = "add"
        return planned
    planned.name = planned.name or planned.expert.name
    planned.changed = list(changes(planned.expert, planned.profile))
    planned.outcome = "change" if planned.changed else "same"
    if planned.changed and planned.expert.state != ACTIVE:
        message = _("This expert has left the pool. Return the expert to the pool first.")
        planned.outcome = "faulty"
        planned.problems = [Problem(_title("email"), raw["email"], message)]
    return planned


def _answers(
    columns: list[Column], raw: Mapping[str, str], expert: Expert | None
) -> tuple[dict[str, Any], list[int]]:
    """The row as JSON, with what is stored where the file has no such column; and which of the
    file's contract periods each contract came from."""
    stored = as_answers(expert.profile()) if expert else {}
    answers: dict[str, Any] = {**stored, "description": dict(stored.get("description", {}))}
    cells = {column.field: read_cell(column, raw.get(column.field, "")) for column in columns}
    periods: dict[int, dict[str, Any]] = {}
    for name, value in cells.items():
        first, _dot, rest = name.partition(".")
        if first == "contracts":
            place, _dot, part = rest.partition(".")
            periods.setdefault(int(place), {})[part] = value
        elif first == "description":
            answers["description"][rest] = value
        else:
            answers[first] = value
    places = [place for place in sorted(periods) if any(periods[place].values())]
    if periods:
        answers["contracts"] = [periods[place] for place in places]
    return answers, places


def _messages(errors: Mapping[Any, Any], places: list[int]) -> Iterator[tuple[str, str]]:
    """(dotted name of the column, message) for every message in marshmallow's tree."""
    for name, found in errors.items():
        if name == "contracts" and isinstance(found, Mapping):
            for position, parts in found.items():
                place = places[position] if isinstance(position, int) else 0
                yield from _flat(parts, f"contracts.{place}")
        else:
            yield from _flat(found, str(name))


def _flat(found: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(found, Mapping):
        for part, inner in found.items():
            yield from _flat(inner, name if part == "_schema" else f"{name}.{part}")
    else:
        for text in found if isinstance(found, list | tuple) else [found]:
            yield name, str(text)


def _title(name: str) -> str:
    column = BY_FIELD.get(name) or BY_FIELD.get(f"{name}.0.start")
    return column.title(language()) if column else name

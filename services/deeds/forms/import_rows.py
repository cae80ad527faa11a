"""A catalogue's file → its rows, each checked by the questions that an author answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema, ValidationError, fields

from services.deeds.documents.deed import CONTENT_FIELDS
from services.deeds.forms.deed import ExtrasForm, PersonForm, StoryForm, WorkplaceForm, group_rows
from services.deeds.forms.import_columns import (
    ALL_COLUMNS,
    BY_FIELD,
    NEEDED,
    read_cell,
    vocabularies,
)
from services.deeds.forms.lists import LANGUAGE_ROWS
from services.deeds.handlers.importing import CheckedRow
from shared import ambient
from shared.ambient import HELSINKI
from shared.web.csv_columns import TOO_MANY_CELLS, Column, Names, read_header, surplus
from shared.web.csv_file import MB, Row, decode, read_rows, refuse
from shared.web.fields import Choice, FinnishDate, Text
from shared.web.fields import Upload as ChosenFile
from shared.web.form_parts import flatten_errors
from shared.web.forms import FormSchema, ready_schema
from shared.web.language import language

MOST_BYTES = 20 * MB
MOST_ROWS = 20_000
CONTACT = "contact_"
WHOLE_ROW = ""


class FileForm(FormSchema):
    """Which file, of which catalogue."""

    file = ChosenFile(
        metadata={
            "label": _l("CSV file"),
            "hint": _l(
                "At most 20 MB and 20,000 rows. Comma or semicolon between cells; UTF-8 or Windows "
                "letters."
            ),
        }
    )
    source = Text(
        max=80,
        metadata={
            "label": _l("What is the catalogue called?"),
            "hint": _l(
                "A row is known by this name and its own id. When the same catalogue is imported "
                "again, use the same name: then nothing comes twice."
            ),
            "width": "medium",
        },
    )


class RowForm(StoryForm, WorkplaceForm, ExtrasForm):
    """What an author answers. An older catalogue may lack the contact, never half of one."""

    id = Text(max=100, metadata={"label": _l("Id")})
    language = Choice(
        load_default="fi", metadata={"label": _l("Language"), "choices": LANGUAGE_ROWS}
    )
    published = FinnishDate(
        latest=ambient.today, metadata={"label": _l("Published"), "optional": True}
    )
    contact = fields.Nested(PersonForm)


def check_file(raw: bytes) -> Iterator[CheckedRow]:
    """Every row, checked as it is asked for. Raises InvalidInput at once for the whole file."""
    rows = read_rows(decode(raw, MOST_BYTES), MOST_ROWS)
    columns = read_header(rows[0][1], ALL_COLUMNS, NEEDED)
    if len(rows) < 2:
        raise refuse(_("The file has a header row but no deeds."))
    return _checked(columns, rows[1:])


def _checked(
    columns: Sequence[Column | None], rows: Sequence[tuple[int, Row]]
) -> Iterator[CheckedRow]:
    names = vocabularies()
    schema = _schema(names)
    seen: dict[str, int] = {}
    for line, cells in rows:
        row = _check(schema, names, columns, line, cells)
        if row.key in seen and not row.problems:
            text = _("The same id is already on row %(row)s.", row=seen[row.key])
            row = CheckedRow(line, row.key, typed=row.typed, problems={"id": [text]})
        seen.setdefault(row.key, line)
        yield row


def _schema(names: Mapping[str, Names]) -> Schema:
    """The lists are read once for all rows. Themes that are no longer offered are good here."""
    rows = {
        name: [(key, called[language()]) for key, called in names[name].items()]
        for name in ("sector", "region", "stage", "themes")
    }
    return ready_schema(RowForm, {**rows, "took_part": group_rows()})


def _check(
    schema: Schema,
    names: Mapping[str, Names],
    columns: Sequence[Column | None],
    line: int,
    cells: Row,
) -> CheckedRow:
    typed = {column.field: cell for column, cell in zip(columns, cells, strict=False) if column}
    key = typed.get("id", "").strip()
    if surplus(columns, cells):
        return CheckedRow(line, key, typed=typed, problems={WHOLE_ROW: [str(TOO_MANY_CELLS)]})
    try:
        loaded: dict[str, Any] = schema.load(_answers(typed, names))
    except ValidationError as error:
        return CheckedRow(line, key, typed=typed, problems=_problems(error))
    return CheckedRow(line, loaded["id"], answers=_stored(loaded))


def _answers(typed: Mapping[str, str], names: Mapping[str, Names]) -> dict[str, Any]:
    """The row as JSON would have it."""
    answers: dict[str, Any] = {}
    contact: dict[str, Any] = {}
    for name, cell in typed.items():
        column = BY_FIELD[name]
        if column.kind == "left_out":
            continue
        value = read_cell(column, cell, names)
        if name.startswith(CONTACT):
            contact[name.removeprefix(CONTACT)] = value
        else:
            answers[name] = value
    if any(contact.get(name, "").strip() for name in ("name", "email", "phone")):
        answers["contact"] = contact
    return answers


def _problems(error: ValidationError) -> dict[str, list[str]]:
    """Column → messages, in the columns' order."""
    found = {
        name.replace("contact.", CONTACT): texts
        for name, texts in flatten_errors(error.messages_dict).items()
    }
    return {name: found[name] for name in sorted(found, key=_place)}


def _place(name: str) -> int:
    return list(BY_FIELD).index(name) if name in BY_FIELD else -1


def _stored(loaded: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: loaded.get(name, "") for name in CONTENT_FIELDS}
    content |= {"pictures": [], "contact": loaded.get("contact") or {}}
    return {
        "key": loaded["id"],
        "language": loaded["language"],
        "published_at": _noon(loaded.get("published")),
        "content": content,
    }


def _noon(day: date | None) -> datetime | None:
    """A day of the older catalogue as a moment: noon is that day in every zone of ours."""
    return datetime.combine(day, time(12), HELSINKI) if day else None

"""The files of an import: an empty template, and the faulty rows to be corrected and sent anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask import Response

from services.deeds.documents import ImportRow
from services.deeds.forms.import_columns import BY_FIELD, COLUMNS, ROW, TO_CORRECT
from shared.spreadsheet import stream_rows, write_rows
from shared.web.language import language


def title_of(field: str) -> str:
    """The column's title in the reader's language; "" for what is about the whole row."""
    return BY_FIELD[field].title(language()) if field in BY_FIELD else ""


def template() -> bytes:
    return write_rows([[title_of(column.field) for column in COLUMNS]])


def report(rows: Iterable[ImportRow]) -> Iterator[bytes]:
    """What is wrong, and the row as it stood: the file can be corrected and imported as it is."""
    columns = (ROW, TO_CORRECT, *COLUMNS)
    titles = [title_of(column.field) for column in columns]
    cells = [_cells(row) for row in rows]
    return stream_rows([titles, *cells])


def _cells(row: ImportRow) -> list[str]:
    typed = [row.typed.get(column.field, "") for column in COLUMNS]
    return [str(row.line), _to_correct(row), *typed]


def _to_correct(row: ImportRow) -> str:
    return "\n".join(
        f"{title_of(field)}: {text}" if field in BY_FIELD else text
        for field, texts in row.problems.items()
        for text in texts
    )


def as_file(answer: Response, name: str) -> Response:
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""Rows as a CSV file that a spreadsheet opens right and that runs nothing in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

# OWASP: a spreadsheet would run a cell that begins so as a formula
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PIECE = 64 * 1024  # characters


def guarded(cell: str) -> str:
    """An apostrophe before what a spreadsheet would run, and before those that already have one."""
    return "'" + cell if _would_run(cell) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _would_run(cell) else cell


def _would_run(cell: str) -> bool:
    return cell.lstrip("' ").startswith(FORMULA_STARTS)


def write_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons and UTF-8 with its mark: what a Finnish Excel opens right with a double click."""
    return b"".join(stream_rows(rows))


def stream_rows(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """As `write_rows`, a piece at a time: for a list too long to hold."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    out.write("\ufeff")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        if out.tell() > PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()

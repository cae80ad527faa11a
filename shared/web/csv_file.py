"""A CSV file as spreadsheets save it: bytes → rows. Raises InvalidInput (field `file`)."""

from __future__ import annotations

import csv
import io

from flask_babel import gettext as _

from shared.errors import InvalidInput
from shared.spreadsheet import unguarded

MB = 1024 * 1024
Row = list[str]


def refuse(message: str) -> InvalidInput:
    return InvalidInput({"file": [message]})


def decode(raw: bytes, most_bytes: int) -> str:
    """UTF-8 with or without its mark, else Windows' western letters."""
    if not raw.strip():
        raise refuse(_("The file is empty. Choose a CSV file with titles and at least one row."))
    if len(raw) > most_bytes:
        most = most_bytes // MB
        raise refuse(_("The file is larger than %(most)s MB. Split it.", most=most))
    if _is_binary(raw):
        raise refuse(
            _("This is not a CSV file: it is no plain text. In a spreadsheet save it as CSV UTF-8.")
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        raise refuse(
            _("The letters of the file cannot be read. In a spreadsheet save it as CSV UTF-8.")
        ) from None


def _is_binary(raw: bytes) -> bool:
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in raw[:4096])
    return b"\x00" in raw or controls > 2


def read_rows(text: str, most_rows: int) -> list[tuple[int, Row]]:
    """(row number, cells), titles first; rows with nothing in them are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, Row]] = []
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append((number, [unguarded(cell) for cell in cells]))
    except csv.Error:
        raise refuse(
            _("Row %(row)s cannot be read: a quotation mark may be missing.", row=number + 1)
        ) from None
    if len(rows) - 1 > most_rows:
        raise refuse(_("The file has more than %(most)s rows. Split it.", most=most_rows))
    return rows


def _delimiter(text: str) -> str:
    header = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    return ";" if header.count(";") >= header.count(",") and ";" in header else ","

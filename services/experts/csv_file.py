"""The pool's CSV files: how large one may be."""

from __future__ import annotations

from shared.web import csv_file
from shared.web.csv_file import MB, Row, refuse

__all__ = ["Row", "decode", "read_rows", "refuse"]

MOST_BYTES = 1 * MB
MOST_ROWS = 2000


def decode(raw: bytes) -> str:
    return csv_file.decode(raw, MOST_BYTES)


def read_rows(text: str) -> list[tuple[int, Row]]:
    return csv_file.read_rows(text, MOST_ROWS)

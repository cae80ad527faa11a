"""The pool as a CSV file that can be imported again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.experts.columns import PROFILE_COLUMNS, Column, contract_columns, write_cell
from services.experts.csv_file import Row
from services.experts.documents import Expert
from shared.spreadsheet import write_rows
from shared.web.language import language


def export(experts: Iterable[Expert]) -> bytes:
    """The pool as a CSV that can be imported again, titles in the reader's language."""
    listed = list(experts)
    most = max([1, *(len(expert.contracts) for expert in listed)])
    columns = [*PROFILE_COLUMNS, *contract_columns(most)]
    header = [column.title(language()) for column in columns]
    return write_rows([header, *(_written(expert, columns) for expert in listed)])


def template() -> bytes:
    """A header and no rows: two contract periods are enough for most."""
    columns = [*PROFILE_COLUMNS, *contract_columns(2)]
    return write_rows([[column.title(language()) for column in columns]])


def _written(expert: Expert, columns: Iterable[Column]) -> Row:
    profile = expert.profile()
    return [write_cell(column, _at(profile, column.field)) for column in columns]


def _at(profile: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        if isinstance(profile, list):
            profile = profile[int(part)] if int(part) < len(profile) else None
        else:
            profile = profile.get(part) if profile else None
    return profile

"""The columns of a CSV file by the titles that people give them, and cells as inputs of a form."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from shared.settings import LANGUAGES
from shared.web.csv_file import Row, refuse
from shared.web.language import language

YES = {"kyllä", "on", "ja", "yes", "x", "1", "true"}
NO = {"ei", "nej", "no", "0", "false", "-", ""}
TOO_MANY_CELLS = _l(
    "The row has more cells than columns. Put texts with separators in quotation marks."
)
Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Column:
    """`field`: the dotted name of the input. `titles`: in Finnish, Swedish and English.

    `kind` is the owner's: what a cell holds.
    """

    field: str
    titles: tuple[str, str, str]
    kind: str = "text"

    def title(self, language: str) -> str:
        return self.titles[LANGUAGES.index(language)]


def find_column(title: str, columns: Sequence[Column]) -> Column | None:
    """By its title in any of the languages, or by its field's name; letter case does not matter."""
    wanted = re.sub(r"[\s_]+", " ", title).strip().casefold()
    for column in columns:
        names = (*column.titles, column.field.replace("_", " "))
        if wanted in {name.casefold() for name in names}:
            return column
    return None


def read_header(
    titles: Row, columns: Sequence[Column], needed: Collection[str]
) -> list[Column | None]:
    """A column for each title; None under an empty title, as spreadsheets leave at the end.

    `needed`: fields without whose column there is nothing to read. Raises InvalidInput.
    """
    found = [find_column(title, columns) for title in titles]
    unknown = [title for title in titles if title.strip() and find_column(title, columns) is None]
    known = [column for column in found if column]
    if not known:
        raise refuse(
            _("No column of the file is known. The first row must have the titles of the template.")
        )
    if unknown:
        raise refuse(_("These columns are not known: %(titles)s", titles=", ".join(unknown)[:300]))
    twice = {column.title(language()) for column in known if known.count(column) > 1}
    if twice:
        raise refuse(_("These columns stand twice: %(titles)s", titles=", ".join(sorted(twice))))
    missing = [c.title(language()) for c in columns if c.field in needed and c not in known]
    if missing:
        raise refuse(
            ngettext(
                "The column “%(titles)s” is missing.",
                "These columns are missing: %(titles)s",
                len(missing),
                titles=", ".join(missing),
            )
        )
    return found


def surplus(titled: Sequence[Column | None], cells: Row) -> str:
    """What stands after the last column: TOO_MANY_CELLS, a text has come apart at a separator."""
    return next((cell for cell in cells[len(titled) :] if cell.strip()), "")


def read_yes_no(text: str) -> bool | str:
    """What is not understood stays as it was: the schema will refuse it."""
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else text


def id_of(text: str, names: Names) -> str:
    """An id, or its name in any language → the id; anything else as it was."""
    wanted = text.strip().casefold()
    for key, called in names.items():
        if wanted in {key.casefold(), *(name.casefold() for name in called.values())}:
            return key
    return text.strip()


def ids_of(text: str, names: Names) -> list[str]:
    """Split at | ; or a new line; at commas only when the whole is no name with a comma in it."""
    parts = re.split(r"[|;\n]", text)
    if len(parts) == 1 and id_of(text, names) not in names:
        parts = text.split(",")
    return [id_of(part, names) for part in parts if part.strip()]

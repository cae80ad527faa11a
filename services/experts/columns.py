"""The columns of the pool's CSV: what each is called, and how a cell becomes an input and back."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.experts.forms import MOST_CONTRACTS, in_euros
from services.experts.themes import all_themes
from shared import vocabulary
from shared.web.csv_columns import Column, Names, ids_of, read_yes_no
from shared.web.fields import numeric_date

BETWEEN = " | "
PROFILE_COLUMNS = (
    Column("name", ("nimi", "namn", "name")),
    Column("company", ("yritys", "företag", "company")),
    Column("email", ("sähköposti", "e-post", "email")),
    Column("phone", ("puhelin", "telefon", "phone")),
    Column("language", ("viestien kieli", "språk i meddelanden", "mail language"), "list"),
    Column("description.fi", ("esittely suomeksi", "profil på finska", "profile in Finnish")),
    Column("description.sv", ("esittely ruotsiksi", "profil på svenska", "profile in Swedish")),
    Column("description.en", ("esittely englanniksi", "profil på engelska", "profile in English")),
    Column("themes", ("teemat", "teman", "themes"), "list"),
    Column("languages", ("työkielet", "arbetsspråk", "working languages"), "list"),
    Column("regions", ("maakunnat", "landskap", "regions"), "list"),
    Column("remote", ("etänä", "på distans", "remote"), "yes_no"),
)  # fmt: skip
CONTRACT_PARTS = (
    ("number", ("sopimus {} numero", "avtal {} nummer", "contract {} number"), "text"),
    ("start", ("sopimus {} alkaa", "avtal {} börjar", "contract {} start"), "date"),
    ("end", ("sopimus {} päättyy", "avtal {} slutar", "contract {} end"), "date"),
    ("day_rate", ("sopimus {} päivähinta", "avtal {} dagspris", "contract {} day rate"), "euros"),
)


def contract_columns(count: int) -> list[Column]:
    """The columns of the first `count` contract periods."""
    return [
        Column(f"contracts.{n - 1}.{part}", (fi.format(n), sv.format(n), en.format(n)), kind)
        for n in range(1, count + 1)
        for part, (fi, sv, en), kind in CONTRACT_PARTS
    ]


ALL_COLUMNS = (*PROFILE_COLUMNS, *contract_columns(MOST_CONTRACTS))
BY_FIELD = {column.field: column for column in ALL_COLUMNS}
REQUIRED = ("name", "company", "email", "language", "description.fi", "themes", "languages")


def read_cell(column: Column, cell: str) -> Any:
    """The cell as the form would send it; what is not understood, the schema will refuse."""
    text = cell.strip()
    if column.kind == "yes_no":
        return read_yes_no(text)
    if column.kind != "list":
        return text
    ids = ids_of(text, _vocabulary(column.field))
    if column.field == "language":
        return ids[0] if len(ids) == 1 else text
    return ids


def write_cell(column: Column, value: Any) -> str:
    """As Finns would type it; lists by id, so that a renamed theme still finds its way back."""
    if value is None or value == "":
        return ""
    if column.kind == "yes_no":
        return "kyllä" if value else "ei"
    if column.kind == "date":
        return numeric_date(date.fromisoformat(value))
    if column.kind == "euros":
        return in_euros(value)
    return BETWEEN.join(value) if isinstance(value, list) else str(value)


def _vocabulary(field: str) -> Names:
    if field == "themes":
        return {theme.id: theme.names for theme in all_themes().values()}
    return vocabulary.REGIONS if field == "regions" else vocabulary.SPOKEN

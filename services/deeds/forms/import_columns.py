"""The columns of a catalogue that is imported: their titles, and how a cell becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale

from services.deeds.themes import all_themes
from services.deeds.words.deed import GROUPS, STAGES
from shared.settings import LANGUAGES
from shared.vocabulary import REGIONS, SECTORS, SPOKEN
from shared.web.csv_columns import Column, Names, id_of, ids_of, read_yes_no

COLUMNS = (
    Column("id", ("tunniste", "id", "id")),
    Column("title", ("nimi", "namn", "name")),
    Column("need", ("tarve", "behov", "need")),
    Column("goal", ("tavoite", "mål", "goal")),
    Column("done", ("mitä tehtiin", "vad som gjordes", "what was done")),
    Column("results", ("tulokset", "resultat", "results")),
    Column("surprises", ("mikä yllätti", "vad som överraskade", "what surprised")),
    Column("advice", ("neuvot muille", "råd till andra", "advice to others")),
    Column("organisation", ("organisaatio", "organisation", "organisation")),
    Column("unit", ("yksikkö", "enhet", "unit")),
    Column("sector", ("toimiala", "sektor", "sector"), "one"),
    Column("region", ("maakunta", "landskap", "region"), "one"),
    Column("themes", ("teemat", "teman", "themes"), "list"),
    Column("stage", ("vaihe", "skede", "stage"), "one"),
    Column("took_part", ("osallistujat", "deltagare", "who took part"), "list"),
    Column("language", ("kieli", "språk", "language"), "one"),
    Column("published", ("julkaistu", "publicerad", "published")),
    Column("links", ("linkit", "länkar", "links"), "lines"),
    Column("contact_name", ("yhteyshenkilö", "kontaktperson", "contact person")),
    Column("contact_email", ("sähköposti", "e-post", "e-mail")),
    Column("contact_phone", ("puhelin", "telefon", "telephone")),
    Column("contact_shown", ("yhteystiedot näkyvät", "kontakt visas", "contact shown"), "yes_no"),
)  # fmt: skip
NEEDED = (
    "id",
    "title",
    "need",
    "goal",
    "done",
    "organisation",
    "sector",
    "region",
    "themes",
    "stage",
)
ROW = Column("row", ("rivi", "rad", "row"), "left_out")
TO_CORRECT = Column("to_correct", ("korjattavaa", "att rätta", "to correct"), "left_out")
# what our own files have beside the answers: the report of faulty rows, and the open data
LEFT_OUT = (
    ROW,
    TO_CORRECT,
    Column("number", ("numero", "nummer", "number"), "left_out"),
    Column("url", ("osoite", "adress", "address"), "left_out"),
    Column("updated", ("päivitetty", "uppdaterad", "updated"), "left_out"),
)
ALL_COLUMNS = (*COLUMNS, *LEFT_OUT)
BY_FIELD = {column.field: column for column in ALL_COLUMNS}
EXAMPLES = {
    "id": "2019-117",
    "title": "Kotihoidon työvuorot suunnitellaan yhdessä",
    "need": "Toiveet jäivät kuulematta.",
    "goal": "Jokainen voi vaikuttaa omiin vuoroihinsa.",
    "done": "Sovimme pelisäännöt.",
    "results": "Lista valmistuu päivässä.",
    "surprises": "Kaikki halusivat mukaan.",
    "advice": "Aloittakaa yhdestä tiimistä.",
    "organisation": "Kemin kaupunki",
    "unit": "Kotihoito",
    "sector": "social_health",
    "region": "Lappi",
    "themes": "wellbeing | processes",
    "stage": "done",
    "took_part": "management | personnel",
    "language": "fi",
    "published": "14.3.2019",
    "links": "Blogi https://blogi.example | https://kuva.example",
    "contact_name": "Kaisa Kehittäjä",
    "contact_email": "kaisa@kemi.example",
    "contact_phone": "040 123 4567",
    "contact_shown": "kyllä",
}


def vocabularies() -> dict[str, Names]:
    """Field → what may stand in its cells: an id, or a name in any language."""
    return {
        "sector": SECTORS,
        "region": REGIONS,
        "stage": _in_all_languages(STAGES),
        "took_part": _in_all_languages(GROUPS),
        "themes": {theme.id: theme.names for theme in all_themes().values()},
        "language": {key: SPOKEN[key] for key in LANGUAGES},
    }


def _in_all_languages(words: Mapping[str, Any]) -> Names:
    names: dict[str, dict[str, str]] = {key: {} for key in words}
    for language in LANGUAGES:
        with force_locale(language):
            for key, word in words.items():
                names[key][language] = str(word)
    return names


def read_cell(column: Column, cell: str, names: Mapping[str, Names]) -> Any:
    """The cell as the form would send it; what is not understood, the schema will refuse."""
    match column.kind:
        case "one":
            return id_of(cell, names[column.field]) if cell.strip() else ""
        case "list":
            return ids_of(cell, names[column.field])
        case "lines":
            return cell.replace(" | ", "\n")
        case "yes_no":
            return read_yes_no(cell)
        case _:
            return cell

"""The import of a catalogue, and its rows."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import DictField, IntField, StringField

from services.deeds.documents.deed import SERVICE
from services.deeds.workflow.importing import IMPORT
from shared.migrations.stored import Stored
from shared.workflow.case import Case


class CatalogueImport(Case):
    """`rows` and `faulty` count the rows of the file; how far it is, its ImportRows tell.

    upload  names its rows: a file that is sent twice at once is put on record twice, and the one
            that becomes the import is whole
    """

    workflow = IMPORT
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "imports",
        "indexes": ["state"],
    }

    filename = StringField(default="")
    source = StringField(default="")  # what the catalogue is called: part of each row's key
    rows = IntField(default=0)
    faulty = IntField(default=0)
    last_line = IntField(default=0)  # of the file
    upload = StringField(default="")


class ImportRow(Stored):
    """One row: waiting, done, known (was there already) or faulty, with its problems."""

    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "import_rows",
        "indexes": [("import_id", "state", "line")],
    }

    id = StringField(primary_key=True)  # upload and line
    import_id = StringField(required=True)
    upload = StringField(default="")
    line = IntField(required=True)  # of the file, the heading is 1
    state = StringField(required=True)
    answers = DictField()  # the deed's fields, as loaded
    typed = DictField()  # column → as it stood in the file
    problems = DictField()  # column → messages
    deed_id = StringField(default="")

"""A catalogue from elsewhere: its rows on record first, then each good one a published deed, once.

A deed's id follows from the name of its catalogue and from its key there. So a row that is met
again, after a kill or in a later file, finds its deed and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pymongo import UpdateOne

from services.deeds.addresses import key_of
from services.deeds.documents import CatalogueImport, Deed, ImportRow
from services.deeds.documents.deed import reserve_numbers
from services.deeds.workflow.importing import RUNNING
from shared import ambient
from shared.errors import Conflict, KuntekoError, NotFound, TransitionNotAllowed
from shared.messaging.outbox import backlog
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import SYSTEM, Actor

WAITING, DONE, KNOWN, FAULTY = "waiting", "done", "known", "faulty"
READ_AT_ONCE = 500
MADE_AT_ONCE = 200
MOST_UNTOLD = 200  # events that wait for the bus: a mail is not to stand in line behind thousands


@dataclass(frozen=True)
class CheckedRow:
    """One row of the file. `answers` are what its deed will have; of a faulty one there are none.

    key       its own key in the catalogue that it comes from
    typed     column → as it stood in the file
    problems  column → messages; an empty column for what is about the whole row
    """

    line: int
    key: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How many rows stand where."""

    waiting: int
    done: int
    known: int
    faulty: int

    @property
    def good(self) -> int:
        """Rows that are, or become, deeds."""
        return self.waiting + self.done

    @property
    def per_cent(self) -> int:
        return 100 * self.done // self.good if self.good else 100


# --- what the pages ask


def import_by_id(import_id: str) -> CatalogueImport:
    """Raises NotFound."""
    found: CatalogueImport | None = CatalogueImport.objects(id=import_id).first()
    if found is None:
        raise NotFound(f"no import {import_id}")
    return found


def all_imports() -> list[CatalogueImport]:
    return list(CatalogueImport.objects.order_by("-created_at"))


def progress_of(case: CatalogueImport) -> Progress:
    counted = (rows_of(case, state=state).count() for state in STATES)
    return Progress(*counted)


def rows_of(case: CatalogueImport, **wanted: Any) -> Any:
    """Those of the upload that became the import."""
    of_upload = {"upload": case.upload} if case.upload else {}
    return ImportRow.objects(import_id=case.id, **of_upload, **wanted)


STATES = (WAITING, DONE, KNOWN, FAULTY)


def faulty_rows(case: CatalogueImport) -> Iterator[ImportRow]:
    found: Iterator[ImportRow] = rows_of(case, state=FAULTY).order_by("line")
    return found


def deed_id_of(source: str, key: str) -> str:
    return uuid5(NAMESPACE_URL, f"kunteko:import:{key_of(source)}:{key}").hex


# --- steps


def check_import(
    import_id: str, filename: str, source: str, rows: Iterable[CheckedRow], by: Actor
) -> CatalogueImport:
    """Put every row on record; nothing is made yet. A repeat with the same id changes nothing."""
    case = CatalogueImport(id=import_id, filename=filename, source=source, upload=ambient.new_id())
    cause = f"file:{import_id}"
    stored: CatalogueImport | None = CatalogueImport.objects(id=import_id).first()
    if stored:
        return stored
    remaining = iter(rows)
    while batch := list(islice(remaining, READ_AT_ONCE)):
        records = _records(case, batch)
        ImportRow._get_collection().insert_many(records)
        case.rows += len(records)
        case.last_line = records[-1]["line"]
        case.faulty += sum(record["state"] == FAULTY for record in records)
    made = perform(case, "check", by, cause=cause)
    # of uploads that were cut off, and of this one when another was quicker
    ImportRow.objects(import_id=import_id, upload__ne=made.upload).delete()
    return made


def _records(case: CatalogueImport, rows: Sequence[CheckedRow]) -> list[dict[str, Any]]:
    ids = {row.line: deed_id_of(case.source, row.key) for row in rows if not row.problems}
    known = _existing(ids.values())
    return [
        {
            "_id": f"{case.upload}:{row.line}",
            "import_id": case.id,
            "upload": case.upload,
            "line": row.line,
            "state": _state_of(row, ids, known),
            "answers": dict(row.answers),
            "typed": dict(row.typed),
            "problems": dict(row.problems),
            "deed_id": ids.get(row.line, ""),
        }
        for row in rows
    ]


def _state_of(row: CheckedRow, ids: Mapping[int, str], known: set[str]) -> str:
    if row.problems:
        return FAULTY
    return KNOWN if ids[row.line] in known else WAITING


def _existing(ids: Iterable[str]) -> set[str]:
    found = Deed._get_collection().find({"_id": {"$in": list(ids)}}, {"_id": True})
    return {row["_id"] for row in found}


def move_import(case: CatalogueImport, action: str, by: Actor, pin: Pin) -> CatalogueImport:
    """begin, stop, resume. Raises Conflict, TransitionNotAllowed."""
    return perform(case, action, by, cause=pin.cause, expected_version=pin.version)


# --- what the worker repeats


def import_some() -> int:
    """Make the next deeds of the import that is running; how many rows were dealt with.

    It may be killed at any point: what has been made is found again, the rest is made next time.
    """
    case = CatalogueImport.objects(state=RUNNING).order_by("created_at").first()
    if case is None or backlog(Deed).cases > MOST_UNTOLD:
        return 0
    rows = _next_rows(case)
    if not rows:
        return _finish(case)
    numbers = reserve_numbers(len(rows))
    outcomes = [_make_deed(case, row, number) for row, number in zip(rows, numbers, strict=True)]
    ImportRow._get_collection().bulk_write(outcomes)
    return len(rows)


def _next_rows(case: CatalogueImport) -> list[ImportRow]:
    """By ranges of lines, from below the heading: whatever the limit, the embedded store would
    read all that wait."""
    waiting = rows_of(case, state=WAITING)
    for line in range(1, case.last_line, MADE_AT_ONCE):
        found = list(waiting.filter(line__gt=line, line__lte=line + MADE_AT_ONCE).order_by("line"))
        if found:
            return found
    return []


def _finish(case: CatalogueImport) -> int:
    try:
        perform(case, "finish", SYSTEM)
    except (TransitionNotAllowed, Conflict):
        pass  # somebody stopped it at the same moment
    return 1


def _make_deed(case: CatalogueImport, row: ImportRow, number: int) -> UpdateOne:
    """Make it, or find it made; what the row's record becomes."""
    update: dict[str, Any] = {"$set": {"state": DONE}, "$unset": {"answers": "", "typed": ""}}
    try:
        perform(_deed(case, row, number), "import", SYSTEM, cause=f"row:{row.id}")
    except TransitionNotAllowed:
        update["$set"] = {"state": KNOWN}  # of another import, or this one's row twice
    except KuntekoError as error:
        update = {"$set": {"state": FAULTY, "problems": {"": [str(error)]}}}
    return UpdateOne({"_id": row.id}, update)


def _deed(case: CatalogueImport, row: ImportRow, number: int) -> Deed:
    answers = row.answers
    published_at = answers["published_at"] or ambient.now()
    contact = answers["content"]["contact"]
    deed = Deed(
        id=row.deed_id,
        number=number,
        language=answers["language"],
        content=answers["content"],
        source_id=f"{key_of(case.source)}:{answers['key']}",
        published_at=published_at,
        renewed_at=published_at,
    )
    deed.published = deed.to_publish()
    if contact:
        named = {name: contact[name] for name in ("name", "email", "phone")}
        deed.author = {**named, "language": deed.language}
    return deed

"""Pictures on a form that is kept nowhere before it is sent: the form itself carries their ids.

A picture that is added is stored as its own document at once; nothing of the deed changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from services.deeds.documents import Deed, Picture
from services.deeds.handlers.pictures import MOST, row_of, with_one_more
from shared.errors import InvalidInput

DONE: dict[str, Any] = {
    "picture": _l("The picture is on the form. Write beside it what it shows."),
    "remove": _l("The picture has been taken off the form."),
}


@dataclass(frozen=True)
class Pictures:
    """`problems`: what was wrong with the file that came with the form. `done`: what to say when
    one of their own buttons was pressed; nothing else is to be done with the form then."""

    rows: Sequence[Mapping[str, Any]]
    problems: Mapping[str, list[str]] = field(default_factory=dict)
    done: Any = ""


def pictures_on_form(deed: Deed, content: Mapping[str, Any]) -> Pictures:
    """Those of the content, or of the form that has been sent, with the one that it brings."""
    rows: Sequence[Mapping[str, Any]] = content.get("pictures", ())
    if request.method != "POST":
        return Pictures(rows)
    then, _colon, removed = request.form.get("then", "").partition(":")
    rows = _carried(deed, rows, without=removed)
    upload, problems = request.files.get("picture"), {}
    if upload is not None and upload.filename:
        try:
            rows = with_one_more(rows, upload, deed.id)
        except InvalidInput as error:
            problems = error.errors
    elif then == "picture":
        problems = {"picture": ["no_file"]}
    return Pictures(rows, problems, DONE.get(then, ""))


def _carried(
    deed: Deed, standing: Sequence[Mapping[str, Any]], *, without: str
) -> list[Mapping[str, Any]]:
    """A picture of another deed is not taken, whatever the form says."""
    known = {row["id"]: row for row in standing}
    for picture in Picture.objects(deed_id=deed.id).only("id", "width", "height"):
        known.setdefault(picture.id, row_of(picture))
    ids = dict.fromkeys(request.form.get("pictures", "").split())
    return [known[key] for key in ids if key in known and key != without][:MOST]

"""What stands in the form of a draft: as stored, as typed, and what of it can be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from services.deeds.documents import Deed
from services.deeds.forms.deed import (
    ALT,
    DraftForm,
    TellForm,
    as_content,
    form_values,
    theme_choices,
    with_pictures,
)
from shared.web.forms import Form, FormSchema, parse

Schema = type[FormSchema]


def _schema(schema: Schema, draft: Deed) -> Schema:
    return with_pictures(schema, draft.content.get("pictures", ()))


def _parsed(schema: Schema, draft: Deed, given: Mapping[str, Any]) -> Form:
    return parse(_schema(schema, draft), given, choices=theme_choices(draft.content))


def stored(draft: Deed, over: Form | None = None) -> Form:
    """The draft as it is stored; what was typed `over` it, with what is wrong with that."""
    values = form_values(draft.content, draft) | (over.values if over else {})
    errors = over.errors if over else {}
    return Form(_schema(TellForm, draft), values, errors, choices=theme_choices(draft.content))


def stored_and_checked(draft: Deed) -> Form:
    """The draft as it is stored, with all that keeps it from being sent."""
    return _parsed(TellForm, draft, stored(draft).values)


def typed(draft: Deed, *, whole: bool = False) -> Form:
    """What was posted; with `whole` also what is still missing is wrong."""
    return _parsed(TellForm if whole else DraftForm, draft, request.form)


def typed_picture() -> FileStorage | None:
    upload = request.files.get("picture")
    return upload if upload is not None and upload.filename else None


def kept(draft: Deed, form: Form, *, without: str = "") -> tuple[dict[str, Any], str]:
    """Content and language to keep: where an answer is wrong, what stood there before.

    `without`: id of a picture that is taken off.
    """
    data = form.data
    if not form.ok:
        before = stored(draft).values
        rest = form.values | {name: before[name] for name in form.errors if name in before}
        data = _parsed(DraftForm, draft, rest).data
    form.errors.pop(ALT + without, None)
    content = as_content(data, draft.content)
    content["pictures"] = [row for row in content["pictures"] if row["id"] != without]
    return content, data.get("language") or draft.language

"""What the macros draw of a form: one question at a time, and its errors by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from shared.web.fields import Asked, choice_rows

WHOLE_FORM = "_schema"
Errors = dict[str, list[str]]


@dataclass(frozen=True)
class FieldView:
    """One question as the macros draw it."""

    name: str
    label: str
    hint: str
    widget: str
    value: str
    chosen: tuple[str, ...]
    choices: tuple[tuple[str, str, str], ...]
    errors: tuple[str, ...]
    optional: bool
    width: str
    rows: int
    autocomplete: str

    @property
    def id(self) -> str:
        return "field-" + self.name.replace(".", "-")

    @property
    def described_by(self) -> str:
        parts = [f"{self.id}-hint"] if self.hint else []
        return " ".join(parts + ([f"{self.id}-error"] if self.errors else []))


def view_of(name: str, field: fields.Field, value: Any, errors: tuple[str, ...]) -> FieldView:
    described = field.metadata
    own_hint = field.own_hint if isinstance(field, Asked) else ""
    chosen = tuple(value) if isinstance(value, list) else (str(value),)
    return FieldView(
        name=name,
        label=str(described.get("label") or name),
        hint=" ".join(filter(None, (str(described.get("hint") or ""), own_hint))),
        widget=str(described.get("widget", "text")),
        value="" if isinstance(value, list) else str(value),
        chosen=chosen,
        choices=tuple(three_texts(row) for row in choice_rows(field)),
        errors=errors,
        optional=not field.required and described.get("widget") not in ("checkbox", "hidden"),
        width=str(described.get("width", "full")),
        rows=int(described.get("rows", 6)),
        autocomplete=str(described.get("autocomplete", "")),
    )


def three_texts(row: tuple[Any, ...]) -> tuple[str, str, str]:
    """(value, label) or (value, label, hint) as text."""
    value, label, *hint = row
    return str(value), str(label), str(hint[0]) if hint else ""


def flatten_errors(errors: Mapping[Any, Any], prefix: str = "") -> Errors:
    """marshmallow's nested messages → HTML name → texts. Errors of list items go to the list."""
    flat: Errors = {}
    for key, value in errors.items():
        at_parent = isinstance(key, int) or (key == WHOLE_FORM and prefix)
        name = prefix.rstrip(".") if at_parent else f"{prefix}{key}"
        if isinstance(value, Mapping):
            found = flatten_errors(value, f"{name}.")
        else:
            texts = value if isinstance(value, list | tuple) else [value]
            found = {name: [str(text) for text in texts]}
        for field_name, messages in found.items():
            kept = flat.setdefault(field_name, [])
            kept.extend(text for text in messages if text not in kept)
    return flat

"""One marshmallow schema for a posted form and for JSON, and this adapter to draw it.

Field metadata: label, hint, widget (text textarea email tel number date time radios checkboxes
select checkbox hidden file), choices, width (short medium full), autocomplete, rows, optional.
Nested schemas appear in HTML under dotted names: `participants.management`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, pre_load
from werkzeug.datastructures import FileStorage, MultiDict

from shared.web.cleaning import without_controls
from shared.web.fields import Asked
from shared.web.form_parts import Errors, FieldView, flatten_errors, view_of


class FormSchema(Schema):
    """Base of our input schemas. An empty string or null means: not answered."""

    class Meta:
        unknown = RAISE

    error_messages = {
        "unknown": _l("Unknown field."),
        "type": _l("Must be an object with named fields."),
    }

    @pre_load
    def drop_unanswered(self, raw: Any, **_kwargs: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        cleaned = {key: without_controls(v) if isinstance(v, str) else v for key, v in raw.items()}
        asked = {field.data_key or name: field for name, field in self.load_fields.items()}
        return {
            key: value
            for key, value in cleaned.items()
            if key not in asked or not is_unanswered(asked[key], value)
        }

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        """Plain marshmallow fields: our words for a missing answer, lazy ones kept in one piece."""
        if isinstance(field_obj, Asked):
            return
        for key, message in field_obj.error_messages.items():
            if isinstance(message, LazyString):
                field_obj.error_messages[key] = [message]
        if field_obj.error_messages["required"] == fields.Field.default_error_messages["required"]:
            field_obj.error_messages["required"] = [_l("This is needed.")]


class Form:
    """A schema with what was typed (or is stored) and what is wrong with it."""

    def __init__(
        self,
        schema: Schema | type[Schema],
        values: Any = None,
        errors: Mapping[str, Any] | None = None,
        choices: Mapping[str, Any] | None = None,
    ) -> None:
        self.schema = ready_schema(schema, choices)
        self.values: dict[str, Any] = {}
        self.errors: Errors = flatten_errors(errors or {})
        self.data: dict[str, Any] = {}
        for name, field in leaves(self.schema):
            self.values[name] = shown(field, find(values, name))

    @property
    def ok(self) -> bool:
        return not self.errors

    def add_errors(self, errors: Mapping[str, Any]) -> Form:
        """What only the domain could tell (InvalidInput.errors), shown at its field."""
        for name, messages in flatten_errors(errors).items():
            self.errors.setdefault(name, []).extend(messages)
        return self

    def __getitem__(self, name: str) -> FieldView:
        field = dict(leaves(self.schema))[name]
        value = self.values.get(name, "")
        return view_of(name, field, value, tuple(self.errors.get(name, ())))

    def __contains__(self, name: object) -> bool:
        return name in self.values

    @property
    def fields(self) -> list[FieldView]:
        return [self[name] for name in self.values]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(message, id of the field or "") in the order of the page, for the error summary."""
        at_fields = [(text, view.id) for view in self.fields for text in view.errors]
        known = set(self.values)
        elsewhere = [texts for name, texts in self.errors.items() if name not in known]
        return at_fields + [(text, "") for texts in elsewhere for text in texts]


def parse(
    schema: Schema | type[Schema],
    submitted: Mapping[str, Any],
    files: Mapping[str, FileStorage] | None = None,
    *,
    choices: Mapping[str, Any] | None = None,
    partial: bool = False,
) -> Form:
    """A posted form → a Form with `.ok`, `.data`, `.errors`; what was typed is kept in `.values`.

    `choices` overrides a field's choices for this request: name → rows.
    """
    ready = ready_schema(schema, choices)
    typed = {name: posted(field, name, submitted, files or {}) for name, field in leaves(ready)}
    form = Form(ready, values=typed)
    try:
        form.data = dict(ready.load(as_tree(typed), unknown=EXCLUDE, partial=partial))
    except ValidationError as error:
        form.errors = flatten_errors(error.messages_dict)
    return form


def is_unanswered(field: fields.Field, value: Any) -> bool:
    """Null; and blank text, but not in place of a section or of a program's own number."""
    if isinstance(value, str):
        return isinstance(field, Asked | fields.String) and not value.strip()
    return value is None


def ready_schema(schema: Schema | type[Schema], choices: Mapping[str, Any] | None) -> Schema:
    ready = schema() if isinstance(schema, type) else schema
    for name, rows in (choices or {}).items():
        field = dict(leaves(ready))[name]
        # Schemas of a class share their metadata: replace it, never change it.
        field.metadata = {**field.metadata, "choices": rows}
        field.validators = [v for v in field.validators if not hasattr(v, "choices")]
    return ready


def leaves(schema: Schema, prefix: str = "") -> Iterator[tuple[str, fields.Field]]:
    """Every question of the schema under its HTML name, in the order declared."""
    for name, field in schema.load_fields.items():
        key = prefix + (field.data_key or name)
        if isinstance(field, fields.Nested):
            nested = field.schema
            if isinstance(nested, Schema):
                yield from leaves(nested, key + ".")
        else:
            yield key, field


def posted(
    field: fields.Field, name: str, submitted: Mapping[str, Any], files: Mapping[str, FileStorage]
) -> Any:
    """What the browser sent for the field, as typed."""
    if field.metadata.get("widget") == "file":
        upload = files.get(name)
        return upload if upload is not None and upload.filename else None
    if isinstance(field, fields.List):
        if isinstance(submitted, MultiDict):
            return [without_controls(item) for item in submitted.getlist(name) if item]
        return list(submitted.get(name) or ())
    value = submitted.get(name)
    return without_controls(value) if isinstance(value, str) else value


def as_tree(typed: Mapping[str, Any]) -> dict[str, Any]:
    """{"participants.staff": "3"} → {"participants": {"staff": "3"}}."""
    tree: dict[str, Any] = {}
    for name, value in typed.items():
        *parents, last = name.split(".")
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
        if value is not None:
            branch[last] = value
    return tree


def find(values: Any, name: str) -> Any:
    """The value of a dotted name in a mapping (flat or nested) or an object; None if absent."""
    if isinstance(values, Mapping) and name in values:
        return values[name]
    for part in name.split("."):
        values = values.get(part) if isinstance(values, Mapping) else getattr(values, part, None)
    return values


def shown(field: fields.Field, value: Any) -> Any:
    if isinstance(field, fields.List):
        return [str(item) for item in value or ()]
    if isinstance(field, Asked):
        return field.shown(value)
    return "" if value is None else str(value)

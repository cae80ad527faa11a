"""Questions answered by choosing: from rows, a tick, a file."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate
from werkzeug.datastructures import FileStorage

from shared.web.fields.asked import Asked, called


class Choice(Asked, fields.String):
    """One of `metadata["choices"]`: (value, label) or (value, label, hint) rows, or a callable."""

    widget = "radios"
    default_error_messages = {
        "required": _l("Choose an answer to “{label}”"),
        "null": _l("Choose an answer to “{label}”"),
        "invalid": _l("Choose one of the given answers to “{label}”"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        rows = self.metadata.get("choices", ())
        if not callable(rows):
            self.validators.append(validate.OneOf([str(row[0]) for row in rows]))

    @staticmethod
    def when_missing() -> Any:
        return ""

    def json_schema(self) -> dict[str, Any]:
        known = known_values(self)
        if known is None:
            return {"type": "string", "minLength": 1 if self.required else 0}
        return {"type": "string", "enum": known if self.required else [*known, ""]}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        if not isinstance(value, str) or value not in choice_values(self):
            raise self.make_error("invalid")
        return value


class Choices(Asked, fields.List):
    """Any number of `metadata["choices"]`, in their order; at least one when required."""

    widget = "checkboxes"
    default_error_messages = {
        "required": _l("Choose at least one answer to “{label}”"),
        "null": _l("Choose at least one answer to “{label}”"),
        "invalid": _l("Choose from the given answers to “{label}”"),
        "too_many": _l("Choose at most {max} answers to “{label}”"),
    }

    def __init__(self, *, max: int | None = None, **kwargs: Any) -> None:
        self.max = max
        super().__init__(cls_or_instance=fields.String(), **kwargs)

    @staticmethod
    def when_missing() -> Any:
        return list

    def json_schema(self) -> dict[str, Any]:
        known = known_values(self)
        item = {"type": "string"} | ({} if known is None else {"enum": known})
        if self.required:
            return {"type": "array", "items": item, "minItems": 1}
        return {"anyOf": [{"type": "array", "items": item}, {"type": "string", "enum": [""]}]}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.make_error("invalid")
        allowed = choice_values(self)
        if set(value) - set(allowed):
            raise self.make_error("invalid")
        if self.required and not value:
            raise self.make_error("required")
        if self.max is not None and len(set(value)) > self.max:
            raise self.make_error("too_many", max=self.max)
        return [item for item in allowed if item in value]


class Tick(Asked, fields.Boolean):
    """A single checkbox. Unticked is False, or an error when it is required."""

    widget = "checkbox"
    default_error_messages = {
        "required": _l("Tick “{label}” to go on"),
        "null": _l("Tick “{label}” to go on"),
        "invalid": _l("“{label}” must be yes or no"),
    }

    @staticmethod
    def when_missing() -> Any:
        return False

    def json_schema(self) -> dict[str, Any]:
        words = sorted(word for word in (*self.truthy, *self.falsy) if isinstance(word, str))
        blank = [] if self.required else [""]
        return {"anyOf": [{"type": "boolean"}, {"type": "string", "enum": [*words, *blank]}]}

    def shown(self, value: Any) -> str:
        return "yes" if value is True or value == "yes" else ""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool | str):
            raise self.make_error("invalid")
        ticked = bool(super()._deserialize(value, *args, **kwargs))
        if self.required and not ticked:
            raise self.make_error("required")
        return ticked


class Upload(Asked, fields.Raw):
    """A file chosen in a browser, as werkzeug's FileStorage."""

    widget = "file"
    default_error_messages = {
        "required": _l("Choose a file for “{label}”"),
        "invalid": _l("Choose a file for “{label}”"),
        "suffix": _l("The file of “{label}” must be of type {allowed}"),
    }

    def __init__(self, *, suffixes: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.suffixes = suffixes
        super().__init__(**kwargs)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "binary"}

    def shown(self, value: Any) -> str:
        return ""  # a browser does not let us put a file back

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> FileStorage:
        if not isinstance(value, FileStorage):
            raise self.make_error("invalid")
        if self.suffixes and not (value.filename or "").lower().endswith(self.suffixes):
            raise self.make_error("suffix", allowed=", ".join(self.suffixes))
        return value


def choice_rows(field: fields.Field) -> list[tuple[Any, ...]]:
    """The rows of a field's choices, now; a callable may read them from the store."""
    return [tuple(row) for row in called(field.metadata.get("choices")) or ()]


def known_values(field: fields.Field) -> list[str] | None:
    """The values that are the same at any time; None where the rows are read from the store."""
    if "values" in field.metadata:
        return [str(value) for value in field.metadata["values"]]
    rows = field.metadata.get("choices", ())
    return None if callable(rows) else [str(row[0]) for row in rows]


def choice_values(field: fields.Field) -> list[str]:
    return [str(row[0]) for row in choice_rows(field)]

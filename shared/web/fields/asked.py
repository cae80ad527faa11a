"""What all our questions have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields

# what `shared.web.cleaning` takes away around a text: spaces and control characters
NOTHING = r"[\s\u0000-\u001f\u007f-\u009f]*"


class Asked(fields.Field):
    """Common to all our fields: required unless told otherwise, messages that name the label."""

    widget = "text"
    width = "full"
    default_error_messages = {
        "required": _l("Fill in “{label}”"),
        "null": _l("Fill in “{label}”"),
    }

    def __init__(
        self, *args: Any, metadata: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        described = {"widget": self.widget, "width": self.width, **(metadata or {})}
        if "required" not in kwargs:
            kwargs["required"] = not described.get("optional") and "load_default" not in kwargs
        if not kwargs["required"]:
            kwargs.setdefault("load_default", self.when_missing())
            described.setdefault("optional", True)
        super().__init__(*args, metadata=described, **kwargs)

    @staticmethod
    def when_missing() -> Any:
        return None

    @property
    def label(self) -> str:
        return str(self.metadata.get("label") or self.name)

    @property
    def own_hint(self) -> str:
        """What the field itself can tell about its limits or its form."""
        return ""

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        # Made into text here: marshmallow takes a lazy translation for a list of letters.
        message = str(self.error_messages[key])
        return ValidationError(message.format(label=self.label, **kwargs))

    def json_schema(self) -> dict[str, Any]:
        """What may be answered in JSON, for the API's description."""
        raise NotImplementedError(type(self).__name__)

    def matching(self, pattern: str) -> dict[str, Any]:
        """Text that matches all of `pattern`, or is blank where no answer is needed."""
        blank = "" if self.required else f"|{NOTHING}"
        return {"type": "string", "pattern": rf"^(?:{NOTHING}(?:{pattern}){NOTHING}{blank})$"}

    def shown(self, value: Any) -> str:
        """A stored value as the person would type it."""
        return "" if value is None else str(value)


def called(value: Any) -> Any:
    return value() if callable(value) else value


def grouped(number: int) -> str:
    """1500 → 1 500, with a space that does not break."""
    return f"{number:,}".replace(",", "\u00a0")

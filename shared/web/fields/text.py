"""Questions answered with text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validate
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.fi import ytunnus

from shared.web.cleaning import clean_line, clean_text
from shared.web.fields.asked import Asked, grouped

EMAIL_MAX = 254
BEYOND_CLEANING = 20  # so many times too long is too long, however much of it is white space
# one sign that `clean_text` leaves: no white space, no control, no override of the direction
VISIBLE = r"[^\s\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]"
ATOM = r"[-!#$%&'*+/=?^`{}|~0-9A-Za-z_]+"
HOST_PART = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = rf"{ATOM}(?:\.{ATOM})*@(?:{HOST_PART}\.)+[A-Za-z]{{2,6}}"


class Text(Asked, fields.String):
    """Text of at most `max` characters; one line, or several with the textarea widget."""

    default_error_messages = {
        "invalid": _l("“{label}” must be text"),
        "too_long": _l("“{label}” can have at most {max} characters. Now there are {count}"),
        "too_short": _l("“{label}” needs at least {min} characters"),
    }

    def __init__(self, *, max: int = 200, min: int = 0, **kwargs: Any) -> None:
        self.max, self.min = max, min
        super().__init__(**kwargs)
        # For the API description; _deserialize has the better words and comes first.
        self.validators.append(validate.Length(max=max))

    @staticmethod
    def when_missing() -> Any:
        return ""

    @property
    def several_lines(self) -> bool:
        return bool(self.metadata["widget"] == "textarea")

    @property
    def own_hint(self) -> str:
        if not self.several_lines:
            return ""
        return str(_l("At most %(max)s characters.", max=grouped(self.max)))

    def json_schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "string", "maxLength": self.max}
        return told | {"minLength": max(1, self.min), "pattern": VISIBLE} if self.required else told

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs))
        if len(text) > BEYOND_CLEANING * max(self.max, 100):
            count = len(text.strip())
            raise self.make_error("too_long", max=grouped(self.max), count=grouped(count))
        text = clean_text(text) if self.several_lines else clean_line(text)
        if self.required and not text:
            raise self.make_error("required")
        if len(text) > self.max:
            raise self.make_error("too_long", max=grouped(self.max), count=grouped(len(text)))
        if len(text) < self.min and text:
            raise self.make_error("too_short", min=self.min)
        return text


class Email(Text):
    """One e-mail address, at most 254 characters."""

    widget = "email"
    default_error_messages = {
        "address": _l("Write “{label}” in the form name@example.fi"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=EMAIL_MAX, **kwargs)

    def json_schema(self) -> dict[str, Any]:
        return self.matching(ADDRESS)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        address = super()._deserialize(value, *args, **kwargs)
        if address:
            try:
                validate.Email()(address)
            except ValidationError:
                raise self.make_error("address") from None
            if "." not in address.rpartition("@")[2] or not address.isascii():
                raise self.make_error("address")
        return address


class Phone(Text):
    """A telephone number as people write it: digits, spaces, +, -, brackets."""

    widget = "tel"
    width = "medium"
    default_error_messages = {
        "number": _l("Write “{label}” with digits, for example 040 123 4567"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=30, **kwargs)

    def json_schema(self) -> dict[str, Any]:
        number = r"\+?(?:[ ()/-]*[0-9]){5,15}[ ()/-]*"
        return self.matching(number)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        number = super()._deserialize(value, *args, **kwargs)
        digits = sum(char in "0123456789" for char in number)
        if number and (not re.fullmatch(r"\+?[0-9 ()/-]+", number) or not 5 <= digits <= 15):
            raise self.make_error("number")
        return number


class BusinessId(Text):
    """A Finnish business ID with a right check digit, given back as 1234567-1."""

    width = "short"
    default_error_messages = {
        "number": _l("Check “{label}”: it should be like 1234567-1, and its last digit must match"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=20, **kwargs)

    def json_schema(self) -> dict[str, Any]:
        return self.matching(r"[0-9]{7}-?[0-9]")

    @property
    def own_hint(self) -> str:
        return str(_l("For example 1234567-1"))

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        number = super()._deserialize(value, *args, **kwargs)
        if not number:
            return number
        try:
            if not number.isascii():
                raise self.make_error("number")
            return str(ytunnus.format(ytunnus.validate(number)))
        except StdnumError:
            raise self.make_error("number") from None


class WebAddress(Text):
    """An http or https address; other schemes could carry a script."""

    default_error_messages = {
        "address": _l("Write “{label}” in the form https://example.fi"),
    }

    def __init__(self, *, max: int = 500, **kwargs: Any) -> None:
        super().__init__(max=max, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        address = super()._deserialize(value, *args, **kwargs)
        if address and not is_web_address(address):
            raise self.make_error("address")
        return address


def is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        return parts.scheme in ("http", "https") and "." in host and " " not in address
    except ValueError:
        return False

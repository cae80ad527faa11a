"""Questions answered with a date, a time or a number."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields, validate

from shared.web.fields.asked import Asked, called, grouped

BIGGEST_COUNT = 1_000_000
# the first and the last days of all cannot be told in every time zone, and nothing of ours is then
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DATE_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})", re.ASCII),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII),
)


class FinnishDate(Asked, fields.Date):
    """A date typed as 14.3.2027 or 2027-03-14. `earliest` and `latest` may be callables."""

    widget = "date"
    width = "short"
    default_error_messages = {
        "invalid": _l("Write “{label}” as day.month.year, for example 14.3.2027"),
        "format": _l("Write “{label}” as day.month.year, for example 14.3.2027"),
        "too_early": _l("“{label}” can be {limit} at the earliest"),
        "too_late": _l("“{label}” can be {limit} at the latest"),
    }

    def __init__(self, *, earliest: Any = FIRST_DAY, latest: Any = LAST_DAY, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    @property
    def own_hint(self) -> str:
        return str(_l("As day.month.year, for example 14.3.2027"))

    def shown(self, value: Any) -> str:
        return numeric_date(value) if isinstance(value, date) else super().shown(value)

    def json_schema(self) -> dict[str, Any]:
        finnish = r"[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?[0-9]{4}"
        return self.matching(rf"{finnish}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}")

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> date:
        day = read_date(value)
        if day is None:
            raise self.make_error("invalid")
        earliest, latest = called(self.earliest), called(self.latest)
        if day < earliest:
            raise self.make_error("too_early", limit=numeric_date(earliest))
        if day > latest:
            raise self.make_error("too_late", limit=numeric_date(latest))
        return day


class ClockTime(Asked, fields.String):
    """A time of day typed as 9, 9.00 or 09:00; given back as 09:00."""

    widget = "time"
    width = "short"
    default_error_messages = {
        "invalid": _l("Write “{label}” as hours.minutes, for example 9.00"),
    }

    @staticmethod
    def when_missing() -> Any:
        return ""

    @property
    def own_hint(self) -> str:
        return str(_l("For example 9.00"))

    def shown(self, value: Any) -> str:
        return re.sub(r"^0(?=\d\.\d\d$)", "", super().shown(value).replace(":", "."))

    def json_schema(self) -> dict[str, Any]:
        return self.matching(r"(?:[01]?[0-9]|2[0-3])(?:[.:][0-5][0-9])?")

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = value.strip() if isinstance(value, str) else ""
        match = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[.:]([0-5][0-9]))?", text)
        if match is None:
            raise self.make_error("invalid")
        return f"{int(match[1]):02d}:{match[2] or '00'}"


class Count(Asked, fields.Integer):
    """A whole number from `min` to `max`; spaces between thousands are allowed."""

    widget = "number"
    width = "short"
    default_error_messages = {
        "invalid": _l("Write “{label}” as a whole number"),
        "range": _l("“{label}” must be a whole number from {min} to {max}"),
    }

    def __init__(self, *, min: int = 0, max: int = BIGGEST_COUNT, **kwargs: Any) -> None:
        self.min, self.max = min, max
        super().__init__(**kwargs)
        self.validators.append(validate.Range(min=min, max=max))

    def json_schema(self) -> dict[str, Any]:
        number = {"type": "integer", "minimum": self.min, "maximum": self.max}
        several = f"[0-9]{{1,{len(str(self.max))}}}"
        digits = several if self.max > 9 else f"[{self.min}-{self.max}]"
        return {"anyOf": [number, self.matching(rf"\+?0{{0,5}}{digits}")]}

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # to JSON, 2.0 is a whole number
        text = re.sub(r"\s", "", value) if isinstance(value, str) else str(value)
        if isinstance(value, bool) or not re.fullmatch(r"[-+]?[0-9]{1,12}", text):
            raise self.make_error("invalid")
        if not self.min <= int(text) <= self.max:
            raise self.make_error("range", min=grouped(self.min), max=grouped(self.max))
        return int(text)


def read_date(value: Any) -> date | None:
    """14.3.2027 or 2027-03-14 → a date; None when it is neither, or no day of the calendar."""
    text = value.strip() if isinstance(value, str) else ""
    match = next(filter(None, (form.fullmatch(text) for form in DATE_FORMS)), None)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def numeric_date(day: date | datetime) -> str:
    return f"{day.day}.{day.month}.{day.year}"

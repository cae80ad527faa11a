"""Rounds and themes, as the office keeps them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from services.applications.forms.asking import (
    long_text,
    meta,
)
from shared.web.fields import (
    ClockTime,
    Count,
    FinnishDate,
    Text,
)
from shared.web.forms import FormSchema


class RoundForm(FormSchema):
    """Dates and times are Finnish."""

    title_fi = Text(max=120, metadata=meta(_l("Title in Finnish")))
    title_sv = Text(max=120, metadata=meta(_l("Title in Swedish")))
    title_en = Text(max=120, metadata=meta(_l("Title in English")))
    notice_fi = long_text(600, _l("Notice in Finnish"), optional=True, rows=3)
    notice_sv = long_text(600, _l("Notice in Swedish"), optional=True, rows=3)
    notice_en = long_text(600, _l("Notice in English"), optional=True, rows=3)
    opens_on = FinnishDate(metadata=meta(_l("Opens on")))
    opens_time = ClockTime(metadata=meta(_l("Opening time")))
    closes_on = FinnishDate(metadata=meta(_l("Closes on")))
    closes_time = ClockTime(metadata=meta(_l("Closing time")))
    budget_days = Count(min=1, max=10000, metadata=meta(_l("Days in the budget")))
    days_per_organisation = Count(
        min=1, max=2, metadata=meta(_l("Most days per organisation"), _l("1 or 2"))
    )


class ThemeForm(FormSchema):
    name_fi = Text(max=120, metadata=meta(_l("Name in Finnish")))
    name_sv = Text(max=120, metadata=meta(_l("Name in Swedish")))
    name_en = Text(max=120, metadata=meta(_l("Name in English")))
    place = Count(
        max=999, metadata=meta(_l("Place in the list"), _l("Smaller numbers come first."))
    )

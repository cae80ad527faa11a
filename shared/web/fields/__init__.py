"""The questions our forms and API ask, as marshmallow fields with translated, clear messages.

Each answers "what may be typed here and what do we make of it". Label, hint and widget are in
`metadata` (see shared.web.forms). A field is required unless `metadata={"optional": True}`,
`required=False` or a `load_default` says otherwise.
"""

from __future__ import annotations

from shared.web.fields.amounts import ClockTime, Count, FinnishDate, numeric_date, read_date
from shared.web.fields.asked import Asked, grouped
from shared.web.fields.choices import Choice, Choices, Tick, Upload, choice_rows
from shared.web.fields.left_empty import LeftEmpty
from shared.web.fields.text import BusinessId, Email, Phone, Text, WebAddress, is_web_address

__all__ = [
    "Asked",
    "BusinessId",
    "Choice",
    "Choices",
    "ClockTime",
    "Count",
    "Email",
    "FinnishDate",
    "LeftEmpty",
    "Phone",
    "Text",
    "Tick",
    "Upload",
    "WebAddress",
    "choice_rows",
    "grouped",
    "is_web_address",
    "numeric_date",
    "read_date",
]

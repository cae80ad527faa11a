"""A collection as the office writes it, and a deed as it is picked."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shared.web.fields import Count, Text, Tick
from shared.web.forms import FormSchema


def _text(label: object) -> Text:
    return Text(
        max=1000, metadata={"label": label, "widget": "textarea", "rows": 3, "optional": True}
    )


class CollectionForm(FormSchema):
    name_fi = Text(max=120, metadata={"label": _l("Name in Finnish")})
    name_sv = Text(max=120, metadata={"label": _l("Name in Swedish")})
    name_en = Text(max=120, metadata={"label": _l("Name in English")})
    text_fi = _text(_l("Introduction in Finnish"))
    text_sv = _text(_l("Introduction in Swedish"))
    text_en = _text(_l("Introduction in English"))
    made_by = Text(
        max=120,
        metadata={
            "label": _l("Put together by"),
            "hint": _l("For example a development network. Empty: the programme office."),
            "optional": True,
        },
    )
    on_home = Tick(
        metadata={
            "label": _l("Show its deeds on the home page"),
            "optional": True,
        },
    )


class PickForm(FormSchema):
    number = Count(
        min=1,
        max=10_000_000,
        metadata={
            "label": _l("Number of the deed"),
            "hint": _l("For example 142: it stands in the address of the deed's page."),
            "width": "short",
        },
    )

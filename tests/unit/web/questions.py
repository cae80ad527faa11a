"""One schema with a question of every kind."""

from datetime import date

from flask_babel import lazy_gettext as _l
from marshmallow import ValidationError, fields, validates_schema

from shared.web.fields import (
    BusinessId,
    Choice,
    Choices,
    ClockTime,
    Count,
    Email,
    FinnishDate,
    Phone,
    Text,
    Tick,
    WebAddress,
)
from shared.web.forms import FormSchema


class Participants(FormSchema):
    management = Count(max=999, metadata={"label": "Management"})
    personnel = Count(max=999, metadata={"label": "Personnel", "optional": True})


class Application(FormSchema):
    organisation = Text(max=40, metadata={"label": "Organisation"})
    business_id = BusinessId(metadata={"label": "Business ID"})
    email = Email(metadata={"label": "E-mail", "hint": "We answer here."})
    phone = Phone(metadata={"label": "Phone", "optional": True})
    site = WebAddress(metadata={"label": "Site", "optional": True})
    form_of_day = Choice(
        metadata={"label": "How", "choices": [("site", "On site"), ("remote", "Remote", "Teams")]}
    )
    themes = Choices(
        max=2, metadata={"label": "Themes", "choices": [("a", "A"), ("b", "B"), ("c", "C")]}
    )
    day = FinnishDate(earliest=lambda: date(2027, 1, 1), metadata={"label": "Day"})
    starts = ClockTime(metadata={"label": "Starts", "optional": True})
    need = Text(max=100, metadata={"label": "Need", "widget": "textarea", "optional": True})
    participants = fields.Nested(Participants)
    consent = Tick(required=True, metadata={"label": "Consent"})

    @validates_schema
    def refuse_personnel_without_management(self, answers, **_kwargs):
        participants = answers.get("participants", {})
        if participants.get("personnel") and participants.get("management") == 0:
            raise ValidationError([_l("This is needed.")], "participants")


GOOD = {
    "organisation": "Porvoon kaupunki",
    "business_id": "1061512-1",
    "email": "maija@porvoo.fi",
    "form_of_day": "remote",
    "themes": ["a", "c"],
    "day": "14.3.2027",
    "participants.management": "3",
    "consent": "yes",
}


def posted(**changes):
    """What a browser sends; None leaves a field out."""
    return {key: value for key, value in {**GOOD, **changes}.items() if value is not None}

"""What authors fill in after sending: an answer, an update, a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from services.deeds.documents.deed import SECTIONS
from services.deeds.forms.deed import SECTION_FORMS, PersonForm, with_pictures
from services.deeds.forms.lists import long_text
from shared.web.forms import FormSchema, leaves

Pictures = Sequence[Mapping[str, Any]]


class KnownAddressForm(FormSchema):
    """The address is confirmed, and links to the deed go there: it is not changed here."""

    contact = fields.Nested(PersonForm(exclude=("email",)), required=True)


class AnswerForm(FormSchema):
    answer = long_text(2000, _l("Message to the office"), optional=True, rows=4)


WRITTEN_FORMS: dict[str, type[FormSchema]] = {**SECTION_FORMS, "contact": KnownAddressForm}


def answer_schema(sections: Sequence[str], pictures: Pictures) -> FormSchema:
    """Only the sections that the office asked for, and a message."""
    return _schema([WRITTEN_FORMS[name] for name in sections] + [AnswerForm], sections, pictures)


def change_schema(pictures: Pictures) -> FormSchema:
    return _schema(list(WRITTEN_FORMS.values()), SECTIONS, pictures)


def _schema(
    forms: list[type[FormSchema]], sections: Sequence[str], pictures: Pictures
) -> FormSchema:
    # marshmallow takes the fields of the last base first
    schema = cast("type[FormSchema]", type("WrittenForm", tuple(reversed(forms)), {}))
    return (with_pictures(schema, pictures) if "extras" in sections else schema)()


def questions(section: str) -> list[str]:
    """HTML names of a section's questions; pictures are drawn beside them."""
    return [name for name, _field in leaves(WRITTEN_FORMS[section]())]


class WithdrawForm(FormSchema):
    reason = long_text(1000, _l("Reason"), rows=4, optional=True)


class TakeDownForm(FormSchema):
    reason = long_text(
        1000,
        _l("Why should the deed be taken down?"),
        _l("If something in it is out of date, an update may be enough."),
        rows=4,
        optional=True,
    )

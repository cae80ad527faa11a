"""What the office writes when it takes a step with a deed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from services.deeds.documents.deed import SECTIONS, TEXT_FIELDS
from services.deeds.forms.deed import StoryForm, Unfinished, WholeForm
from services.deeds.forms.lists import long_text, meta
from services.deeds.words import deed as words
from shared.web.fields import Choices, Count, Text
from shared.web.forms import FormSchema

# typing errors are mended here; what a deed claims (its stage, who took part) is the author's
CORRECTABLE = (*TEXT_FIELDS, "organisation", "unit")
LONGEST = 3000


def _long(label: Any, hint: Any = "", **more: Any) -> Text:
    return long_text(LONGEST, label, hint, rows=4, **more)


class PublishForm(FormSchema):
    message = _long(
        _l("Message to the author"), _l("It stands in the mail to the author."), optional=True
    )


class AskMoreForm(FormSchema):
    sections = Choices(
        metadata=meta(
            _l("What should the author add to?"),
            _l("The author can change only these parts."),
            choices=[(name, words.SECTIONS[name]) for name in SECTIONS],
        )
    )
    message = _long(_l("What is missing?"), _l("It stands in the mail to the author."))


class DeclineForm(FormSchema):
    grounds = _long(_l("Grounds"), _l("They stand in the mail to the author."))


class TakeDownForm(FormSchema):
    reason = _long(_l("Reason"), _l("It stands in the mail to the author."))


class KeepUpForm(FormSchema):
    message = _long(
        _l("What was agreed with the author?"), _l("It stands in the mail to the author.")
    )


class MergeForm(FormSchema):
    number = Count(
        min=1,
        max=10_000_000,
        metadata=meta(
            _l("Number of the deed that is kept"),
            _l("For example 142: it stands in the address of the deed's page."),
            width="short",
        ),
    )
    reason = _long(
        _l("Message to the author"), _l("It stands in the mail to the author."), optional=True
    )


class CorrectForm(WholeForm):
    """The texts as on the author's own form, with its limits."""

    class Meta(FormSchema.Meta):
        fields = CORRECTABLE


class HelpForm(Unfinished, StoryForm):
    """The texts of a draft, which need not be whole, and what is said to the author."""

    message = _long(_l("Message to the author"), _l("It stands in the mail to the author."))

    class Meta(FormSchema.Meta):
        fields = (*TEXT_FIELDS, "message")

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        super().on_bind_field(field_name, field_obj)
        field_obj.required = field_name == "message"

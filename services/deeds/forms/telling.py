"""What is asked of the author beside the deed itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import lazy_gettext as _l

from services.deeds.forms.lists import long_text, meta
from services.deeds.words.telling import QUESTIONS
from shared.web.fields import Choice, Email, Text
from shared.web.forms import FormSchema

YES_OR_NO = [("yes", _l("Yes")), ("no", _l("No"))]


class KeepForm(FormSchema):
    email = Email(
        metadata=meta(
            _l("E-mail"), _l("We mail you a link that opens this draft."), autocomplete="email"
        )
    )


class ConfirmAgainForm(FormSchema):
    email = Email(metadata=meta(_l("E-mail"), autocomplete="email"))


class HelpForm(FormSchema):
    wish = long_text(
        1500,
        _l("What would you like help with?"),
        _l("For example: We have the figures, but do not know how to tell about the results."),
        rows=5,
    )
    name = Text(max=120, metadata=meta(_l("Your name"), autocomplete="name"))
    email = Email(
        metadata=meta(_l("E-mail"), _l("We answer to this address."), autocomplete="email")
    )


QuickTestForm = cast(
    "type[FormSchema]",
    FormSchema.from_dict(
        {
            f"q{number}": Choice(metadata=meta(question, choices=YES_OR_NO, optional=True))
            for number, question in QUESTIONS.items()
        },
        name="QuickTest",
    ),
)


def quick_test_values(answers: Mapping[str, bool]) -> dict[str, str]:
    return {f"q{number}": "yes" if answer else "no" for number, answer in answers.items()}


def quick_test_answers(given: Mapping[str, Any]) -> dict[str, bool]:
    """Question → yes or no; those left open are left out."""
    return {number: given[f"q{number}"] == "yes" for number in QUESTIONS if given.get(f"q{number}")}

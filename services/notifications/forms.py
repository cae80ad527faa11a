"""What is asked of people about mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shared.settings import LANGUAGES
from shared.web.fields import Choice, Email, Text
from shared.web.forms import FormSchema
from shared.web.language import NAMES

LANGUAGE_ROWS = [(code, NAMES[code]) for code in LANGUAGES]


class RoundWatchForm(FormSchema):
    email = Email(
        metadata={
            "label": _l("Your e-mail address"),
            "hint": _l("We use it for this one message and then delete it."),
            "autocomplete": "email",
        }
    )
    language = Choice(
        metadata={
            "label": _l("Language of the message"),
            "choices": LANGUAGE_ROWS,
        }
    )


class DiscardForm(FormSchema):
    reason = Text(
        max=500,
        metadata={
            "label": _l("Why is the mail not to be sent?"),
            "hint": _l("Your colleagues see this with the mail."),
        },
    )

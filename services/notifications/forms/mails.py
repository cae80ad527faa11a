"""What is asked of people about mails."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from shared.settings import LANGUAGES
from shared.web.fields import Choice, Choices, Email, Text
from shared.web.forms import FormSchema
from shared.web.language import NAMES

LANGUAGE_ROWS = [(code, NAMES[code]) for code in LANGUAGES]

MORNING_PARTS = [
    ("overdue", _l("What is overdue")),
    ("due", _l("What is due that day")),
    ("new", _l("What is new since the morning before")),
    ("failed", _l("Mails that did not arrive")),
    ("outbox", _l("Mails that wait to be checked")),
    ("rounds", _l("Application rounds that close within a week")),
]


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


class AddressForm(FormSchema):
    email = Email(
        metadata={
            "label": _l("Right address"),
            "hint": _l("The same mail goes there, with fresh personal links."),
        }
    )


class MorningForm(FormSchema):
    parts = Choices(
        required=False,
        metadata={
            "label": _l("What do you want in the mail?"),
            "hint": _l("Leave all of them out, and you get no mail."),
            "choices": MORNING_PARTS,
            "optional": True,
        },
    )

"""What people say when they tip the office, and what the office says about a tip."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from services.deeds.forms.lists import LANGUAGE_ROWS, long_text, meta
from shared.web.fields import Choice, Email, LeftEmpty, Phone, Text, WebAddress
from shared.web.forms import FormSchema

TITLE_MAX = 120


class TipForm(FormSchema):
    about = long_text(
        1000,
        _l("What is the good deed?"),
        _l("A few words are enough: what was done, and what is good about it."),
        rows=4,
    )
    organisation = Text(
        metadata=meta(
            _l("Where was it done?"),
            _l("The organisation, and the workplace if you know it."),
            autocomplete="off",
        )
    )
    who = Text(
        metadata=meta(
            _l("Whom could we ask?"),
            _l("A name or a position. We ask these people themselves to tell about the deed."),
            optional=True,
            autocomplete="off",
        )
    )
    link = WebAddress(
        metadata=meta(
            _l("Link"),
            _l("A page or a news item about the deed, in the form https://example.fi"),
            optional=True,
        )
    )
    name = Text(max=120, metadata=meta(_l("Your name"), optional=True, autocomplete="name"))
    email = Email(
        metadata=meta(
            _l("Your e-mail"),
            _l("If you leave it, we tell you when the deed has been sent to us."),
            optional=True,
            autocomplete="email",
        )
    )
    language = Choice(
        required=False,
        metadata=meta(_l("Language of our e-mails"), choices=LANGUAGE_ROWS, optional=True),
        load_default="fi",
    )
    extra_line = LeftEmpty()


class InviteForm(FormSchema):
    name = Text(max=120, metadata=meta(_l("Name of the person invited"), autocomplete="off"))
    email = Email(metadata=meta(_l("E-mail"), autocomplete="off"))
    phone = Phone(metadata=meta(_l("Telephone"), optional=True, autocomplete="off"))
    language = Choice(metadata=meta(_l("Language of the invitation"), choices=LANGUAGE_ROWS))
    message = long_text(
        2000,
        _l("Message"),
        _l("It stands in the e-mail as you write it. The link to the form is added to it."),
        rows=8,
    )
    title = Text(
        max=TITLE_MAX,
        metadata=meta(
            _l("Name of the deed"),
            _l("Their form starts with this; they can change it."),
            optional=True,
        ),
    )
    organisation = Text(
        metadata=meta(
            _l("Organisation"),
            _l("Their form starts with this; they can change it."),
            optional=True,
        )
    )


class CalledForm(FormSchema):
    note = long_text(1000, _l("What was agreed?"), rows=3)


class DismissForm(FormSchema):
    grounds = long_text(
        1000,
        _l("Grounds"),
        _l("They stay in the history for the office. The one who tipped is not mailed."),
        rows=3,
    )

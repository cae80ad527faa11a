"""What is asked of subscribers, and of the office about them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.forms.mails import LANGUAGE_ROWS
from services.notifications.workflow.bulletin import CONTACT_LETTER, NEWSLETTER
from shared.web.fields import Choice, Choices, Email, LeftEmpty, Text
from shared.web.forms import FormSchema

WISHES_MAX = 3000

KIND_ROWS = {
    NEWSLETTER: (NEWSLETTER, _l("Newsletter"), _l("About once a month.")),
    CONTACT_LETTER: (
        CONTACT_LETTER,
        _l("Contact person letters"),
        _l("When there is something to tell to the contact persons."),
    ),
}


def meta(label: Any, hint: Any = "", **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, **more}


def organisation_field() -> Text:
    hint = _l("A municipality, a joint authority, a wellbeing services county or a company.")
    return Text(metadata=meta(_l("Organisation"), hint, autocomplete="organization"))


def position_field() -> Text:
    hint = _l("For example: head of early education, shop steward, home care.")
    return Text(
        max=120,
        metadata=meta(
            _l("Your position or unit"), hint, optional=True, autocomplete="organization-title"
        ),
    )


def name_field() -> Text:
    return Text(max=120, metadata=meta(_l("Your name"), autocomplete="name"))


class NewsletterForm(FormSchema):
    email = Email(metadata=meta(_l("Your e-mail address"), autocomplete="email"))
    language = Choice(
        metadata=meta(
            _l("Language of the newsletter"),
            choices=LANGUAGE_ROWS,
            widget="select",
            width="short",
        )
    )
    extra_line = LeftEmpty()


class ContactForm(FormSchema):
    name = name_field()
    email = Email(metadata=meta(_l("Your e-mail address"), autocomplete="email"))
    organisation = organisation_field()
    position = position_field()
    wishes = Text(
        max=WISHES_MAX,
        metadata=meta(
            _l("What does your organisation wish and need?"),
            _l("For example sparring, training, a network. You can also tell us later."),
            widget="textarea",
            rows=5,
            optional=True,
        ),
    )
    language = Choice(
        metadata=meta(
            _l("Language of our letters"), choices=LANGUAGE_ROWS, widget="select", width="short"
        )
    )
    extra_line = LeftEmpty()


class ChoicesForm(FormSchema):
    """`kinds` gets its choices by the person: contact letters are for contact persons."""

    kinds = Choices(
        metadata=meta(
            _l("What do you want to get?"),
            _l("To end everything, use the button at the end of the page."),
            choices=[KIND_ROWS[NEWSLETTER]],
        )
    )
    language = Choice(metadata=meta(_l("In which language?"), choices=LANGUAGE_ROWS))


class ContactChoicesForm(ChoicesForm):
    name = name_field()
    organisation = organisation_field()
    position = position_field()


class WishesForm(FormSchema):
    wishes = Text(
        max=WISHES_MAX,
        metadata=meta(
            _l("Wishes and needs"),
            _l("The office gets them by e-mail and answers you."),
            widget="textarea",
            rows=8,
        ),
    )


class LostLinkForm(FormSchema):
    email = Email(
        metadata=meta(
            _l("Your e-mail address"),
            _l("The one that the newsletter or the letters come to."),
            autocomplete="email",
        )
    )


class RemoveForm(FormSchema):
    reason = Text(
        max=300,
        metadata=meta(
            _l("Why are they removed?"),
            _l("For example: asked for it by telephone. Do not write their name or address here."),
        ),
    )

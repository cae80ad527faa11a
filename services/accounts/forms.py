"""What is asked when signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import fields

from shared.web.fields import Email
from shared.web.forms import FormSchema


class SignInForm(FormSchema):
    email = Email(
        metadata={
            "label": _l("Your work e-mail address"),
            "hint": _l("The address that the programme office has for you."),
            "autocomplete": "email",
        }
    )
    next = fields.String(load_default="", metadata={"widget": "hidden"})

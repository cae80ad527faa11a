"""For those who cannot find the mail with their link: a fresh one to the address we know.

The answer is the same whether or not the address and the reference belong together: nobody learns
from it who has a case.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from shared.web.context import private_page
from shared.web.fields import Email, Text
from shared.web.forms import Form, FormSchema, parse
from shared.web.fresh_link import hourly_key

# asked for by (address, reference, key): the key keeps it to one mail an hour
Ask = Callable[[str, str, str], None]


class LostLinkForm(FormSchema):
    email = Email(
        metadata={
            "label": _l("Your e-mail address"),
            "hint": _l("The one that our messages about the matter have come to."),
            "autocomplete": "email",
        }
    )
    reference = Text(
        max=40,
        metadata={
            "label": _l("Reference"),
            "hint": _l(
                "As in SP-2026-0142, TEKO-142 or KUMPPANI-142. It stands in every message about it."
            ),
            "width": "short",
        },
    )


def lost_link(ask: Ask, nav: str) -> ResponseReturnValue:
    """Show the form, or ask for the link and say that it is on its way if there is one."""
    if request.method != "POST":
        return page_of(Form(LostLinkForm), nav)
    form = parse(LostLinkForm, request.form)
    if not form.ok:
        return page_of(form, nav), 422
    email, reference = form.data["email"].casefold(), form.data["reference"].upper()
    ask(email, reference, key_of(email, reference))
    return private_page(render_template("lost_link_done.html", nav=nav))


def page_of(form: Form, nav: str) -> Response:
    return private_page(render_template("lost_link.html", form=form, nav=nav))


def key_of(email: str, reference: str) -> str:
    return "lost:" + hourly_key(f"{email}\n{reference}")

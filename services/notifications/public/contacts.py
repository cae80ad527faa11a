"""Registering as a contact person of an organisation."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.forms.subscriptions import ContactForm
from services.notifications.handlers.subscriptions import register_contact_person
from services.notifications.public.blueprint import pages
from services.notifications.public.through import PATH
from shared.web.forms import Form, parse
from shared.web.language import language


@pages.get("/contact-person")
def show_contact_form() -> ResponseReturnValue:
    return contact_page(Form(ContactForm, {"language": language()}))


@pages.post("/contact-person")
def register() -> ResponseReturnValue:
    """The same answer whether or not the address is known."""
    form = parse(ContactForm, request.form)
    if not form.ok:
        return contact_page(form), 422
    register_contact_person(form.data, form.data["email"], form.data["language"])
    return redirect(f"{PATH}/contact-person/done", 303)


@pages.get("/contact-person/done")
def show_registered() -> ResponseReturnValue:
    return render_template("public/contact_done.html")


def contact_page(form: Form) -> str:
    return render_template("public/contact.html", form=form)

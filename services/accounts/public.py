"""Asking for a sign-in link, seeing who is signed in, signing out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.accounts.forms import SignInForm
from services.accounts.handlers import TooManyRequests, request_sign_in, staff_page
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.language import language
from shared.web.session import current_person, sign_out

pages = Blueprint("public", __name__)


@pages.get("/")
@pages.get("", endpoint="bare")
def account() -> ResponseReturnValue:
    return redirect("/account/sign-in", 303)


@pages.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    goes_to = staff_page(request.args.get("next", ""))
    person = current_person()
    if person:
        return private_page(
            render_template("public/signed_in.html", person=person, goes_to=goes_to)
        )
    return private_page(render_form(Form(SignInForm, {"next": request.args.get("next", "")})))


@pages.post("/sign-in")
def ask_for_link() -> ResponseReturnValue:
    form = parse(SignInForm, request.form)
    if not form.ok:
        return private_page((render_form(form), 422))
    try:
        request_sign_in(current_settings(), form.data["email"], form.data["next"], language())
    except TooManyRequests:
        return private_page((render_form(form.add_errors(too_many())), 429))
    return private_page(render_template("public/link_sent.html", email=form.data["email"]))


@pages.get("/signed-out")
def show_signed_out() -> ResponseReturnValue:
    return private_page(render_template("public/signed_out.html"))


@pages.post("/sign-out")
def leave() -> ResponseReturnValue:
    sign_out()
    return redirect("/account/signed-out", 303)


def render_form(form: Form) -> str:
    return render_template("public/sign_in.html", form=form)


def too_many() -> dict[str, list[str]]:
    return {
        "email": [
            _(
                "Five links have been asked for to this address within ten minutes. "
                "Use the newest mail, or wait ten minutes and ask again."
            )
        ]
    }

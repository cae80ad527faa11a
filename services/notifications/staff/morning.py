"""What each of the office wants in the morning's mail."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.forms.mails import MorningForm
from services.notifications.handlers.morning import choose_parts, wanted_by
from services.notifications.staff.blueprint import PATH, pages
from shared.roles import Role
from shared.web.context import private_page
from shared.web.forms import Form, parse
from shared.web.session import actor, require_roles


@pages.get("/morning")
@require_roles(Role.STAFF)
def show_morning() -> ResponseReturnValue:
    email = actor().email
    return page_of(Form(MorningForm, {"parts": wanted_by(email)}))


@pages.post("/morning")
@require_roles(Role.STAFF)
def save_morning() -> ResponseReturnValue:
    form = parse(MorningForm, request.form)
    if not form.ok:
        return page_of(form), 422
    parts = form.data.get("parts") or []
    choose_parts(actor().email, parts)
    saved = _("Saved. You get the mail when there is something to tell of these.")
    flash(saved if parts else _("Saved. You get no morning mail."), "success")
    return redirect(f"{PATH}/morning", 303)


def page_of(form: Form) -> Response:
    return private_page(render_template("staff/morning.html", form=form, email=actor().email))

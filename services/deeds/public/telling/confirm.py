"""Confirming the address: opening the link changes nothing, the button does."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.deeds.documents import Deed
from services.deeds.handlers.telling import confirm_deed
from services.deeds.links.deed.through import mine, through
from services.deeds.public.telling.draft import blueprint


@blueprint.route("/confirm/<token>", methods=["GET", "POST"])
@through("deed-confirm")
def confirm(deed: Deed, token: str) -> ResponseReturnValue:
    if request.method != "POST":
        return render_template("public/tell/confirm.html", deed=deed, token=token)
    deed = confirm_deed(deed)
    flash(
        _("Thank you, your address is confirmed. The programme office checks the deed next."),
        "success",
    )
    return redirect(mine(deed), 303)

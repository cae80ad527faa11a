"""A tip: one short form, open to anybody."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.deeds.forms.tips import TipForm
from services.deeds.handlers import tips
from services.deeds.handlers.form_keys import id_of_form
from services.deeds.words.tips import WORDS
from shared.web.acting import acted
from shared.web.context import private_page
from shared.web.language import language
from shared.web.pin import read_pin

blueprint = Blueprint("tips", __name__, url_prefix="/tips")


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    key = read_pin().key
    return acted(
        f"/tips/sent/{id_of_form(key)}",
        TipForm,
        lambda given: tips.give_tip(given, key=key),
        "",
        lambda form: render_template("public/tips/new.html", form=form, key=key),
        {"language": language()},
        words=WORDS.refusals,
    )


@blueprint.get("/sent/<tip_id>")
def sent(tip_id: str) -> ResponseReturnValue:
    """For the one who tipped: nobody else knows the address."""
    tip = tips.tip_by_id(tip_id)
    return private_page(render_template("public/tips/sent.html", tip=tip))

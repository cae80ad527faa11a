"""Leaving an address to be told when a round opens, and taking it back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.forms import RoundWatchForm
from services.notifications.handlers.rounds import stop_watching, watch_rounds
from shared.links import read_link
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.language import language

pages = Blueprint("public", __name__)
PATH = "/subscriptions/round-opening"


@pages.get("/round-opening")
def show_round_opening() -> ResponseReturnValue:
    return page_of(Form(RoundWatchForm, {"language": language()}))


@pages.post("/round-opening")
def watch() -> ResponseReturnValue:
    """The same answer whether or not the address was here already."""
    form = parse(RoundWatchForm, request.form)
    if not form.ok:
        return page_of(form), 422
    watch_rounds(form.data["email"], form.data["language"], current_settings())
    return redirect(f"{PATH}/done", 303)


@pages.get("/round-opening/done")
def show_done() -> ResponseReturnValue:
    return render_template("public/round_opening_done.html")


@pages.get("/round-opening/leave/<token>")
def show_leave(token: str) -> ResponseReturnValue:
    link = read_link(current_settings(), "round-watch", token)
    page = render_template("public/round_opening_leave.html", token=token, email=link.recipient)
    return private_page(page)


@pages.post("/round-opening/leave/<token>")
def leave(token: str) -> ResponseReturnValue:
    link = read_link(current_settings(), "round-watch", token)
    stop_watching(link.case_id)
    return private_page(render_template("public/round_opening_left.html", email=link.recipient))


def page_of(form: Form) -> str:
    return render_template("public/round_opening.html", form=form)

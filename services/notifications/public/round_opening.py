"""Leaving an address to be told when a round opens, and taking it back."""

from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.forms.mails import RoundWatchForm
from services.notifications.handlers.rounds import is_waiting, stop_watching, watch_rounds
from services.notifications.public.blueprint import pages
from shared.errors import LinkExpired
from shared.links import Link, read_link
from shared.web.context import current_settings, private_page
from shared.web.forms import Form, parse
from shared.web.language import language

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
    """An old link takes the address back too: nobody has to ask for a fresh one for that."""
    link = link_of(token)
    if not is_waiting(link.case_id):
        return over(link)
    page = render_template("public/round_opening_leave.html", token=token, email=link.recipient)
    return private_page(page)


@pages.post("/round-opening/leave/<token>")
def leave(token: str) -> ResponseReturnValue:
    link = link_of(token)
    stop_watching(link.case_id)
    return private_page(render_template("public/round_opening_left.html", email=link.recipient))


def link_of(token: str) -> Link:
    """Whether or not its time is over. Raises LinkForged."""
    try:
        return read_link(current_settings(), "round-watch", token)
    except LinkExpired as error:
        expired: Link = error.link
        return expired


def over(link: Link) -> ResponseReturnValue:
    page = render_template("public/round_opening_over.html", email=link.recipient)
    return private_page((page, 410))


def page_of(form: Form) -> str:
    return render_template("public/round_opening.html", form=form)

"""The list of bulletins, and writing one."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.notifications.documents import Bulletin
from services.notifications.forms.bulletins import BulletinForm, stored, values_of
from services.notifications.handlers.bulletins import (
    bulletin_by_id,
    save_bulletin,
    start_bulletin,
)
from services.notifications.staff.bulletins.blueprint import HOME, pages
from services.notifications.staff.tabs import tabs_of
from services.notifications.words import bulletins as words
from services.notifications.workflow.bulletin import BULLETIN, DRAFT
from shared.roles import Role
from shared.web.acting import acted
from shared.web.context import private_page
from shared.web.forms import Form
from shared.web.paging import SIZE, Page, page_number, skipped
from shared.web.pin import read_pin
from shared.web.session import actor, require_roles


@pages.get("")
@require_roles(Role.STAFF)
def list_bulletins() -> ResponseReturnValue:
    """Newest first."""
    asked = request.args.get("state", "")
    wanted = {"state": asked} if asked in BULLETIN.states else {}
    found = Bulletin.objects(**wanted).exclude("text", "history").order_by("-created_at")
    number = page_number()
    page = Page(list(found.skip(skipped(number)).limit(SIZE)), found.count(), number)
    counts = {state: Bulletin.objects(state=state).count() for state in BULLETIN.states}
    tab_items = tabs_of(counts, words.STATES, wanted.get("state", ""), whole=sum(counts.values()))
    return private_page(
        render_template("staff/bulletins/list.html", page=page, tab_items=tab_items)
    )


@pages.route("/new", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def new() -> ResponseReturnValue:
    pin, started = read_pin(), []
    answer = acted(
        HOME,
        BulletinForm,
        lambda given: started.append(start_bulletin(stored(given), by=actor(), pin=pin)),
        _("The draft has been saved. Look at it, send it to yourself, then choose: send."),
        lambda form: edit_page(form, _("Write a letter"), HOME),
        {"kind": request.args.get("kind", "")},
        words=words.REFUSALS,
    )
    if started:
        answer.headers["Location"] = f"{HOME}/{started[0].id}"  # type: ignore[union-attr]
    return answer


@pages.route("/<bulletin_id>/edit", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def edit(bulletin_id: str) -> ResponseReturnValue:
    bulletin = bulletin_by_id(bulletin_id)
    pin, back = read_pin(), f"{HOME}/{bulletin_id}"
    return acted(
        back,
        BulletinForm,
        lambda given: save_bulletin(bulletin, stored(given), by=actor(), pin=pin),
        _("Saved."),
        lambda form: edit_page(form, _("Edit the letter"), back, bulletin),
        values_of(bulletin),
        words=words.REFUSALS,
    )


def edit_page(form: Form, heading: str, back: str, bulletin: Bulletin | None = None) -> str:
    return render_template(
        "staff/bulletins/edit.html",
        form=form,
        heading=heading,
        back=back,
        version=bulletin.version if bulletin else 0,
        is_draft=bulletin is None or bulletin.state == DRAFT,
    )

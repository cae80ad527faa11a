"""Application rounds: planned, edited, opened, closed and cancelled by the manager."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.applications import words
from services.applications.documents import Round
from services.applications.forms import RoundForm
from services.applications.handlers import rounds
from services.applications.round_answers import round_values, stored_round
from services.applications.staff.blueprint import blueprint
from services.applications.staff.story import story_of
from services.applications.staff.upkeep import edit_page, move, save
from services.applications.staff.wording import in_own_language
from shared.errors import NotFound
from shared.roles import Role
from shared.web.forms import Form, parse
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, current_person, require_roles
from shared.workflow.case import Case

HOME = "/staff/rounds"
NEW_ROUND = {
    "opens_time": "09:00",
    "closes_time": "16:00",
    "days_per_organisation": 2,
}
# action → (what the button says, kind, what it leads to)
MOVES: dict[str, tuple[Any, str, Any]] = {
    "open": (
        _l("Open now"),
        "primary",
        _l("Those who left their address to be told when a round opens get an e-mail."),
    ),
    "close": (
        _l("Close now"),
        "danger",
        _l("A closed round cannot be opened again. This sends no e-mail."),
    ),
    "cancel": (
        _l("Cancel the round"),
        "danger",
        _l("The round will not open. This cannot be taken back. It sends no e-mail."),
    ),
}


@blueprint.get("/rounds")
@require_roles(Role.STAFF)
def round_list() -> ResponseReturnValue:
    found = rounds.all_rounds()
    return render_template(
        "staff/rounds.html",
        rounds=found,
        sent=rounds.applications_in(entry.id for entry in found),
        may_edit=may_edit(),
        words=words,
        named=in_own_language,
    )


def may_edit() -> bool:
    person = current_person()
    return person is not None and person.may(Role.MANAGER)


@blueprint.route("/rounds/new", methods=["GET", "POST"])
@require_roles(Role.MANAGER)
def new_round() -> ResponseReturnValue:
    words_of_page = {"heading": _("Plan a round"), "submit": _("Save the round"), "nav": "rounds"}
    if request.method != "POST":
        return edit_page(Form(RoundForm, NEW_ROUND), fresh_pin(), **words_of_page)
    pin = read_pin()

    def plan(given: dict[str, Any]) -> Round:
        answers = stored_round(given)
        return rounds.plan_round(answers, by=actor(), round_id=pin.key, cause=pin.cause)

    page = partial(edit_page, pin=pin, **words_of_page)
    return save(parse(RoundForm, request.form), plan, page, done=saved, to=HOME)


@blueprint.get("/rounds/<round_id>")
@require_roles(Role.STAFF)
def round_page(round_id: str) -> ResponseReturnValue:
    current = rounds.round_by_id(round_id)
    person = current_person()
    open_rows = current.workflow.open_to(current.state, person.roles if person else ())
    actions = [row.action for row in open_rows]
    return render_template(
        "staff/round.html",
        round=current,
        title=in_own_language(current.title),
        notice_text=in_own_language(current.notice),
        sent=rounds.applications_in([current.id]).get(current.id, 0),
        may_edit="edit" in actions,
        moves=[(action, *MOVES[action]) for action in actions if action in MOVES],
        story=story_of(current),
        pin=fresh_pin(current.version),
        words=words,
    )


@blueprint.route("/rounds/<round_id>/edit", methods=["GET", "POST"])
@require_roles(Role.MANAGER)
def edit_round(round_id: str) -> ResponseReturnValue:
    current = rounds.round_by_id(round_id)
    words_of_page = {"heading": _("Edit the round"), "submit": _("Save the round"), "nav": "rounds"}
    if request.method != "POST":
        current.workflow.decide("edit", current.state, [actor().role])
        form = Form(RoundForm, round_values(current))
        return edit_page(form, fresh_pin(current.version), **words_of_page)
    pin = read_pin()

    def edit(given: dict[str, Any]) -> Round:
        answers = stored_round(given)
        return rounds.edit_round(
            current, answers, by=actor(), expected_version=pin.version, cause=pin.cause
        )

    page = partial(edit_page, pin=pin, **words_of_page)
    return save(parse(RoundForm, request.form), edit, page, done=saved, to=HOME)


@blueprint.post("/rounds/<round_id>/<action>")
@require_roles(Role.MANAGER)
def move_round(round_id: str, action: str) -> ResponseReturnValue:
    if action not in MOVES:
        raise NotFound(f"no step {action}")
    current, pin = rounds.round_by_id(round_id), read_pin()
    act = partial(
        rounds.move_round,
        current,
        action,
        by=actor(),
        expected_version=pin.version,
        cause=pin.cause,
    )
    return move(act, moved, f"{HOME}/{round_id}")


def saved(case: Case) -> str:
    return _("Saved: %(name)s.", name=in_own_language(case.title))


def moved(case: Case) -> str:
    return f"{in_own_language(case.title)}: {words.state_name(case.state)}."

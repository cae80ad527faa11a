"""The list of themes: added, edited, taken out of use and back by the manager."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.applications import words
from services.applications.documents import Theme
from services.applications.forms import ThemeForm
from services.applications.handlers import rounds
from services.applications.staff.blueprint import blueprint
from services.applications.staff.rounds import may_edit
from services.applications.staff.upkeep import edit_page, move, save
from services.applications.staff.wording import in_own_language
from services.applications.theme_answers import stored_theme, theme_values
from shared.errors import NotFound
from shared.roles import Role
from shared.web.forms import Form, parse
from shared.web.pin import fresh_pin, read_pin
from shared.web.session import actor, require_roles
from shared.workflow.case import Case

HOME = "/staff/themes"


@blueprint.get("/themes")
@require_roles(Role.STAFF)
def theme_list() -> ResponseReturnValue:
    themes = rounds.all_themes()
    return render_template(
        "staff/themes.html",
        themes=themes,
        keys={theme.id: fresh_pin().key for theme in themes},
        may_edit=may_edit(),
        words=words,
    )


@blueprint.route("/themes/new", methods=["GET", "POST"])
@require_roles(Role.MANAGER)
def new_theme() -> ResponseReturnValue:
    words_of_page = {"heading": _("Add a theme"), "submit": _("Save the theme"), "nav": "themes"}
    if request.method != "POST":
        last = max((theme.place for theme in rounds.all_themes()), default=0)
        form = Form(ThemeForm, {"place": last + 1})
        return edit_page(form, fresh_pin(), **words_of_page)
    pin = read_pin()

    def add(given: dict[str, Any]) -> Theme:
        answers = stored_theme(given)
        theme_id = rounds.theme_id_from(answers["names"]["fi"])
        return rounds.add_theme(theme_id, **answers, by=actor(), cause=pin.cause)

    page = partial(edit_page, pin=pin, **words_of_page)
    return save(parse(ThemeForm, request.form), add, page, done=saved, to=HOME)


@blueprint.route("/themes/<theme_id>/edit", methods=["GET", "POST"])
@require_roles(Role.MANAGER)
def edit_theme(theme_id: str) -> ResponseReturnValue:
    theme = rounds.theme_by_id(theme_id)
    words_of_page = {"heading": _("Edit the theme"), "submit": _("Save the theme"), "nav": "themes"}
    if request.method != "POST":
        form = Form(ThemeForm, theme_values(theme))
        return edit_page(form, fresh_pin(theme.version), **words_of_page)
    pin = read_pin()

    def edit(given: dict[str, Any]) -> Theme:
        return rounds.edit_theme(
            theme,
            **stored_theme(given),
            by=actor(),
            expected_version=pin.version,
            cause=pin.cause,
        )

    page = partial(edit_page, pin=pin, **words_of_page)
    return save(parse(ThemeForm, request.form), edit, page, done=saved, to=HOME)


@blueprint.post("/themes/<theme_id>/<action>")
@require_roles(Role.MANAGER)
def move_theme(theme_id: str, action: str) -> ResponseReturnValue:
    if action not in ("retire", "restore"):
        raise NotFound(f"no step {action}")
    pin = read_pin()
    act = partial(
        rounds.move_theme,
        rounds.theme_by_id(theme_id),
        action,
        by=actor(),
        expected_version=pin.version,
        cause=pin.cause,
    )
    return move(act, moved, HOME)


def saved(case: Case) -> str:
    return _("Saved: %(name)s.", name=in_own_language(case.names))


def moved(case: Case) -> str:
    return f"{in_own_language(case.names)}: {words.state_name(case.state)}."

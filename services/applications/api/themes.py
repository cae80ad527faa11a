"""Themes in JSON: anybody reads, the manager maintains."""

from __future__ import annotations

from typing import Any

from services.applications.api.access import request_key, take_version
from services.applications.api.blueprints import themes as blueprint
from services.applications.api.schemas import Body, ThemeListOut, ThemeOut, VersionBody, pinned
from services.applications.api.views import theme_out
from services.applications.documents import Theme
from services.applications.forms import ThemeForm
from services.applications.handlers import rounds
from services.applications.theme_answers import stored_theme
from shared.roles import Role
from shared.web.api import api_actor, require_token


@blueprint.get("")
@blueprint.doc(security=[])
@blueprint.response(200, ThemeListOut)
def list_themes() -> dict[str, Any]:
    """In the order shown; those not `active` are no longer offered."""
    return {"items": [theme_out(theme) for theme in rounds.all_themes()]}


@blueprint.post("")
@require_token(Role.MANAGER)
@blueprint.arguments(ThemeForm)
@blueprint.response(201, ThemeOut)
def add_theme(body: Body) -> dict[str, Any]:
    answers = stored_theme(body)
    theme_id = rounds.theme_id_from(answers["names"]["fi"])
    return theme_out(rounds.add_theme(theme_id, **answers, by=api_actor(), cause=request_key()))


@blueprint.put("/<theme_id>")
@require_token(Role.MANAGER)
@blueprint.arguments(pinned(ThemeForm))
@blueprint.response(200, ThemeOut)
def edit_theme(body: Body, theme_id: str) -> dict[str, Any]:
    theme = rounds.theme_by_id(theme_id)
    version = take_version(theme, body)
    after = rounds.edit_theme(
        theme,
        **stored_theme(body),
        by=api_actor(),
        expected_version=version,
        cause=request_key(),
    )
    return theme_out(after)


@blueprint.post("/<theme_id>/retire")
@require_token(Role.MANAGER)
@blueprint.arguments(VersionBody)
@blueprint.response(200, ThemeOut)
def retire_theme(body: Body, theme_id: str) -> dict[str, Any]:
    return theme_out(_move("retire", body, theme_id))


@blueprint.post("/<theme_id>/restore")
@require_token(Role.MANAGER)
@blueprint.arguments(VersionBody)
@blueprint.response(200, ThemeOut)
def restore_theme(body: Body, theme_id: str) -> dict[str, Any]:
    return theme_out(_move("restore", body, theme_id))


def _move(action: str, body: Body, theme_id: str) -> Theme:
    theme = rounds.theme_by_id(theme_id)
    version = take_version(theme, body)
    return rounds.move_theme(
        theme, action, by=api_actor(), expected_version=version, cause=request_key()
    )

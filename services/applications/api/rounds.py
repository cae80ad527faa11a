"""Application rounds in JSON: anybody reads, the manager maintains."""

from __future__ import annotations

from typing import Any

from flask import request

from services.applications.api.access import request_key, take_version
from services.applications.api.blueprints import rounds as blueprint
from services.applications.api.schemas import Body, RoundListOut, RoundOut, VersionBody, pinned
from services.applications.api.views import round_out
from services.applications.documents import Round
from services.applications.forms import RoundForm
from services.applications.handlers import rounds
from services.applications.round_answers import stored_round
from services.applications.workflow import CANCELLED
from shared.roles import Role, with_implied
from shared.web.api import api_actor, find_token, require_token
from shared.web.context import current_settings


@blueprint.get("")
@blueprint.doc(security=[{}, {"bearer": []}])
@blueprint.response(200, RoundListOut)
def list_rounds() -> dict[str, Any]:
    """All rounds but cancelled ones, newest first. Budgets are shown to the office."""
    shown = [entry for entry in rounds.all_rounds() if entry.state != CANCELLED]
    return {"items": [round_out(entry, office=_reads_budget()) for entry in shown]}


def _reads_budget() -> bool:
    token = find_token(request.headers.get("Authorization", ""), current_settings().api_tokens)
    roles = with_implied(token.roles) if token else frozenset()
    return bool(roles & {Role.STAFF, Role.AUDITOR})


@blueprint.post("")
@require_token(Role.MANAGER)
@blueprint.arguments(RoundForm)
@blueprint.response(201, RoundOut)
def plan_round(body: Body) -> dict[str, Any]:
    """A round that opens by itself at its opening time."""
    return round_out(rounds.plan_round(stored_round(body), by=api_actor()), office=True)


@blueprint.put("/<round_id>")
@require_token(Role.MANAGER)
@blueprint.arguments(pinned(RoundForm))
@blueprint.response(200, RoundOut)
def edit_round(body: Body, round_id: str) -> dict[str, Any]:
    current = rounds.round_by_id(round_id)
    version = take_version(current, body)
    after = rounds.edit_round(
        current,
        stored_round(body),
        by=api_actor(),
        expected_version=version,
        cause=request_key(),
    )
    return round_out(after, office=True)


@blueprint.post("/<round_id>/open")
@require_token(Role.MANAGER)
@blueprint.arguments(VersionBody)
@blueprint.response(200, RoundOut)
def open_round(body: Body, round_id: str) -> dict[str, Any]:
    return round_out(_move("open", body, round_id), office=True)


@blueprint.post("/<round_id>/close")
@require_token(Role.MANAGER)
@blueprint.arguments(VersionBody)
@blueprint.response(200, RoundOut)
def close_round(body: Body, round_id: str) -> dict[str, Any]:
    return round_out(_move("close", body, round_id), office=True)


@blueprint.post("/<round_id>/cancel")
@require_token(Role.MANAGER)
@blueprint.arguments(VersionBody)
@blueprint.response(200, RoundOut)
def cancel_round(body: Body, round_id: str) -> dict[str, Any]:
    return round_out(_move("cancel", body, round_id), office=True)


def _move(action: str, body: Body, round_id: str) -> Round:
    current = rounds.round_by_id(round_id)
    version = take_version(current, body)
    return rounds.move_round(
        current, action, by=api_actor(), expected_version=version, cause=request_key()
    )

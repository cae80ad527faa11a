"""The blueprints of the API, and how a refused step is told in JSON."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response
from flask_babel import gettext as _

from services.applications import words
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.web.api import Operations
from shared.web.errors import api_error


def show_conflict(error: Conflict) -> Response:
    """Where the case stands now and what has happened since the version that was sent."""
    changes = [
        {
            "version": entry["version"],
            "action": entry["action"],
            "role": entry["actor"]["role"],
            "at": entry["at"].isoformat(),
        }
        for entry in error.case.changes_since(error.since)
    ]
    message = _("The case has changed since the version you sent.")
    return told(409, message, version=error.case.version, state=error.case.state, changes=changes)


def show_refusal(error: TransitionNotAllowed) -> Response:
    return told(409, words.refusal(error), reason=error.reason, state=error.state)


def show_invalid(error: InvalidInput) -> Response:
    return api_error(422, _("Something needs to be corrected"), words.problems(error))


def told(status: int, message: str, **more: Any) -> Response:
    body = {"code": status, "status": "Conflict", "message": message, **more}
    return make_response(jsonify(body), status)


def api_blueprint(name: str, about: str) -> Operations:
    made = Operations(f"api_{name}", __name__, url_prefix=f"/api/v1/{name}", description=about)
    made.register_error_handler(Conflict, show_conflict)
    made.register_error_handler(TransitionNotAllowed, show_refusal)
    made.register_error_handler(InvalidInput, show_invalid)
    return made


applications = api_blueprint("applications", "Applications for sparring, from draft to feedback")
rounds = api_blueprint("rounds", "Application rounds")
themes = api_blueprint("themes", "Themes of sparring")
BLUEPRINTS = (applications, rounds, themes)

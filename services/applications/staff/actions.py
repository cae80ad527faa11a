"""The pages on which the office decides on an application."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from services.applications import show, words
from services.applications.documents import Application
from services.applications.handlers.casework import room_for
from services.applications.handlers.drafts import application_by_id
from services.applications.staff.blueprint import HOME, blueprint
from services.applications.staff.steps import STEPS, obstacle
from services.applications.staff.story import teller
from services.applications.staff.walking import where_next
from services.applications.workflow import SEEN_STATES
from shared.errors import NotFound
from shared.roles import Role
from shared.web.session import require_roles
from shared.web.steps import CaseWords, Kind, person_line, step_views


def seen_application(application_id: str) -> Application:
    """Raises NotFound, also for a draft: that is the applicant's own."""
    application = application_by_id(application_id)
    if application.state not in SEEN_STATES:
        raise NotFound(f"application {application_id} is not the office's yet")
    return application


def parties(application: Application) -> dict[Role, str]:
    return {
        Role.APPLICANT: person_line(application.contact),
        Role.EXPERT: person_line(application.expert),
    }


APPLICATIONS = Kind(
    HOME,
    _l("Applications"),
    CaseWords(words.STATES, words.TASKS, words.REFUSALS, teller),
    STEPS,
    seen_application,
    lambda application: f"{application.reference} {application.organisation}",
    parties,
    obstacle=obstacle,
    leads_to=where_next,
)


@blueprint.context_processor
def what_notes_show() -> dict[str, Any]:
    return {"room_for": room_for, "day_text": show.day_text}


@blueprint.route("/applications/<application_id>/<slug>", methods=["GET", "POST"])
@require_roles(Role.STAFF)
def step(application_id: str, slug: str) -> ResponseReturnValue:
    return step_views(APPLICATIONS, application_id, slug)

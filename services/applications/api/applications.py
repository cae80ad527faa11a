"""Applying, changing a draft, reading."""

from __future__ import annotations

from typing import Any

from services.applications.api.access import (
    is_office,
    own_application,
    owns,
    readable_application,
    take_version,
)
from services.applications.api.blueprints import applications as blueprint
from services.applications.api.schemas import (
    ApplicationListOut,
    ApplicationOut,
    Body,
    DraftBody,
    NewApplicationBody,
    QueueQuery,
    VersionBody,
)
from services.applications.api.views import application_out
from services.applications.handlers.applying import apply_in_one, save_sections
from services.applications.handlers.drafts import submit_application
from services.applications.handlers.queue import Filter, count_tabs, find_rows
from shared.roles import Role
from shared.web.api import current_token, require_token
from shared.web.language import language
from shared.web.paging import Page, skipped

OFFICE = Role.STAFF
ANYBODY = (Role.APPLICANT, Role.EXPERT, Role.STAFF)


@blueprint.post("")
@require_token(Role.APPLICANT)
@blueprint.arguments(NewApplicationBody)
@blueprint.response(201, ApplicationOut)
def create_application(body: Body) -> dict[str, Any]:
    """Apply in the open round: any sections now and the rest later, or all of them and submit."""
    submit = body.pop("submit")
    spoken = body.get("contact", {}).get("language") or language()
    made = apply_in_one(body, language=spoken, owner=current_token().name, submit=submit)
    return application_out(made, office=False)


@blueprint.get("")
@require_token(OFFICE)
@blueprint.arguments(QueueQuery, location="query")
@blueprint.response(200, ApplicationListOut)
def list_applications(query: Body) -> dict[str, Any]:
    """The office's queue. Drafts are the applicant's own and are not in it."""
    number = query.pop("page")
    wanted = Filter(**query)
    total = count_tabs(wanted)[wanted.tab]
    page = Page(find_rows(wanted, skip=skipped(number), limit=25), total, number)
    items = [application_out(row.application, office=True) for row in page.items]
    return {"items": items, "total": total, "page": number, "pages": page.pages}


@blueprint.get("/<application_id>")
@require_token(*ANYBODY)
@blueprint.response(200, ApplicationOut)
def read_application(application_id: str) -> dict[str, Any]:
    """For the office, the applicant whose token made it, and the expert who holds its order."""
    found = readable_application(application_id)
    return application_out(found, office=is_office() and not owns(found))


@blueprint.patch("/<application_id>")
@require_token(Role.APPLICANT)
@blueprint.arguments(DraftBody)
@blueprint.response(200, ApplicationOut)
def save_application(body: Body, application_id: str) -> dict[str, Any]:
    """Change sections of a draft."""
    draft = own_application(application_id)
    version = take_version(draft, body)
    return application_out(save_sections(draft, body, expected_version=version), office=False)


@blueprint.post("/<application_id>/submit")
@require_token(Role.APPLICANT)
@blueprint.arguments(VersionBody)
@blueprint.response(200, ApplicationOut)
def submit(body: Body, application_id: str) -> dict[str, Any]:
    """Send the draft to the office. Sent again, it answers with what stands."""
    draft = own_application(application_id)
    if draft.submitted_at is None:
        take_version(draft, body)
    return application_out(submit_application(draft), office=False)

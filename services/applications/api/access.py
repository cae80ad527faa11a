"""Whose application a token may see and touch. What is somebody else's is not found."""

from __future__ import annotations

from typing import Any

from flask import request

from services.applications.documents import Application
from services.applications.handlers.drafts import application_by_id
from services.applications.workflow import SEEN_STATES
from shared.errors import Conflict, NotFound
from shared.roles import Role, with_implied
from shared.web.api import current_token
from shared.workflow.case import Case


def is_office() -> bool:
    """Reads what the office reads: staff, manager or auditor."""
    return bool(with_implied(current_token().roles) & {Role.STAFF, Role.AUDITOR})


def acts_for_office() -> bool:
    return Role.STAFF in with_implied(current_token().roles)


def owns(application: Application) -> bool:
    token = current_token()
    return Role.APPLICANT in token.roles and application.owner == token.name


def holds_order(application: Application) -> bool:
    token = current_token()
    expert_id = application.expert.get("id", "")
    held = Role.EXPERT in token.roles and bool(token.expert_id) and token.expert_id == expert_id
    return held and application.order > 0


def own_application(application_id: str) -> Application:
    return _if(owns, application_id)


def ordered_application(application_id: str) -> Application:
    """For the expert whom the order names."""
    return _if(holds_order, application_id)


def office_application(application_id: str) -> Application:
    return _if(_is_seen, application_id)


def readable_application(application_id: str) -> Application:
    return _if(
        lambda found: owns(found) or holds_order(found) or (is_office() and _is_seen(found)),
        application_id,
    )


def day_application(application_id: str) -> Application:
    """For the office, or the expert whom the order names."""
    return _if(
        lambda found: holds_order(found) or (acts_for_office() and _is_seen(found)), application_id
    )


def _is_seen(application: Application) -> bool:
    return application.state in SEEN_STATES


def _if(allowed: Any, application_id: str) -> Application:
    application = application_by_id(application_id)
    if not allowed(application):
        raise NotFound(f"application {application_id} is not for {current_token().name}")
    return application


def take_version(case: Case, body: dict[str, Any]) -> int | None:
    """The version that the body pins, taken out of it. Raises Conflict when it is not this one.

    A request sent again with its Idempotency-Key may come with the version of the first time.
    """
    version: int | None = body.pop("version", None)
    if version is not None and version != case.version and not request_key():
        raise Conflict(case, version)
    return version


def request_key() -> str | None:
    """The cause of the step, from the caller's Idempotency-Key: sent twice, done once."""
    key = request.headers.get("Idempotency-Key", "")[:100]
    return f"api:{current_token().name}:{key}" if key else None

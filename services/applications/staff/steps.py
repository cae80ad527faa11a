"""What the office does to an application: one row a step, with its form and its words."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from services.applications.documents import Application
from services.applications.forms import (
    AskMoreForm,
    GrantForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    RejectForm,
)
from services.applications.handlers import decisions, orders
from services.applications.handlers.casework import room_for
from services.applications.workflow import cooperation_is_broad
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.web.forms import Form
from shared.web.pin import Pin
from shared.web.steps import Step
from shared.workflow.calendar import add_business_days
from shared.workflow.table import Actor

DAYS_TO_ANSWER = 10  # business days, as a proposal


def _ask_more(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return decisions.ask_more(case, **given, by=by, expected_version=pin.version, cause=pin.cause)


def _grant(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    expert_id = given.pop("expert")
    return decisions.grant_application(
        case, **given, expert_id=expert_id, by=by, expected_version=pin.version, cause=pin.cause
    )


def _other_expert(form: Form) -> bool:
    """The order would go to somebody else than the page said: say so before it goes."""
    return bool(form.data["expert"] != request.form.get("told_expert"))


def _told_expert(application: Application, _form: Form) -> dict[str, Any]:
    return {"told_expert": application.expert.get("id", "")}


def _reject(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return decisions.reject_application(
        case, **given, by=by, expected_version=pin.version, cause=pin.cause
    )


def _move(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return orders.move_day(case, **given, by=by, expected_version=pin.version, cause=pin.cause)


def _cancel(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return orders.cancel_day(case, **given, by=by, expected_version=pin.version, cause=pin.cause)


def _called(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return orders.note_call(case, **given, by=by, expected_version=pin.version, cause=pin.cause)


def _as_applied(application: Application) -> dict[str, Any]:
    return {
        "days": min(application.days, room_for(application).most_days),
        "expert": application.expert.get("id", ""),
        "date": application.day,
        "start_time": application.start_time or "09:00",
    }


def _as_agreed(application: Application) -> dict[str, Any]:
    return {"date": application.day, "start_time": application.start_time}


def _in_ten_days(_application: Application) -> dict[str, Any]:
    return {"answer_by": add_business_days(ambient.today(), DAYS_TO_ANSWER)}


STEPS = (
    Step(
        "grant",
        GrantForm,
        _l("Grant the sparring"),
        _l("Grant and order"),
        _grant,
        _as_applied,
        note="staff/_grant_note.html",
        unsure=_other_expert,
        check=(
            _l("You chose another expert"),
            _l("The order goes to the expert named below. Check, and press the button once more."),
        ),
        hidden=_told_expert,
        at_once=True,
    ),
    Step(
        "ask_more",
        AskMoreForm,
        _l("Ask for more information"),
        _l("Ask for more information"),
        _ask_more,
        _in_ten_days,
        kind="secondary",
        at_once=True,
    ),
    Step(
        "reject",
        RejectForm,
        _l("Reject the application"),
        _l("Reject the application"),
        _reject,
        kind="danger",
    ),
    Step(
        "called",
        NoteForm,
        _l("Note that you have called"),
        _l("Save the note"),
        _called,
        at_once=True,
    ),
    Step(
        "move",
        MoveForm,
        _l("Move the day"),
        _l("Move the day"),
        _move,
        _as_agreed,
        kind="secondary",
    ),
    Step("cancel", ReasonForm, _l("Cancel the day"), _l("Cancel the day"), _cancel, kind="danger"),
)


def obstacle(step: Step, application: Application) -> str:
    """Why a step that the state allows would fail whatever is typed, as a reason; or empty."""
    if step.action != "grant":
        return ""
    try:
        cooperation_is_broad(application, ambient.now())
    except TransitionNotAllowed as error:
        return error.reason
    return room_for(application).refusal

"""What the office does to an application: one row a step, with its form and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from services.applications.handlers.casework import Room, room_for
from services.applications.workflow import cooperation_is_broad
from shared import ambient
from shared.errors import TransitionNotAllowed
from shared.web.forms import FormSchema
from shared.web.pin import Pin
from shared.workflow.calendar import add_business_days
from shared.workflow.table import Actor, Transition

DAYS_TO_ANSWER = 10  # business days, as a proposal


Act = Callable[[Application, dict[str, Any], Actor, Pin], Application]


@dataclass(frozen=True)
class Step:
    """`action` is the table's; `title` heads the page, `button` says what pressing it does."""

    action: str
    form: type[FormSchema]
    title: Any
    button: Any
    act: Act
    starts_with: Callable[[Application], dict[str, Any]] = lambda _application: {}
    kind: str = "primary"

    @property
    def slug(self) -> str:
        return self.action.replace("_", "-")


def _ask_more(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    return decisions.ask_more(case, **given, by=by, expected_version=pin.version, cause=pin.cause)


def _grant(case: Application, given: dict[str, Any], by: Actor, pin: Pin) -> Application:
    expert_id = given.pop("expert")
    return decisions.grant_application(
        case, **given, expert_id=expert_id, by=by, expected_version=pin.version, cause=pin.cause
    )


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
    Step("grant", GrantForm, _l("Grant the sparring"), _l("Grant and order"), _grant, _as_applied),
    Step(
        "ask_more",
        AskMoreForm,
        _l("Ask for more information"),
        _l("Ask for more information"),
        _ask_more,
        _in_ten_days,
        kind="secondary",
    ),
    Step(
        "reject",
        RejectForm,
        _l("Reject the application"),
        _l("Reject the application"),
        _reject,
        kind="danger",
    ),
    Step("called", NoteForm, _l("Note that you have called"), _l("Save the note"), _called),
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


def step_called(slug: str) -> Step | None:
    return next((step for step in STEPS if step.slug == slug), None)


def obstacle(row: Transition, application: Application, room: Room) -> str:
    """Why a step that the state allows would fail whatever is typed, as a reason; or empty."""
    if row.action != "grant":
        return ""
    try:
        cooperation_is_broad(application, ambient.now())
    except TransitionNotAllowed as error:
        return error.reason
    return room.refusal

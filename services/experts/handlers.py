"""What can be done with the pool, and what the pool learns from other services' events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from pymongo.errors import DuplicateKeyError

from services.experts.contracts import in_order
from services.experts.documents import Expert, FeedbackView, ThemeView, WorkView
from shared.contracts.applications import (
    ApplicationGranted,
    ApplicationWithdrawn,
    DayCancelled,
    DayHeld,
    DayMoved,
    ExpertChosen,
    FeedbackGiven,
    OrderAccepted,
    OrderDeclined,
)
from shared.contracts.themes import ThemeChanged
from shared.errors import InvalidInput, NotFound
from shared.messaging.envelope import Event
from shared.read_models import fill_in, set_if_newer, set_once
from shared.read_models.themes import note_theme
from shared.workflow.perform import perform
from shared.workflow.table import Actor

Profile = Mapping[str, Any]

# --- use-cases


def find_expert(expert_id: str) -> Expert:
    """Raises NotFound."""
    found: Expert | None = Expert.objects(id=expert_id).first()
    if found is None:
        raise NotFound(f"no expert {expert_id}")
    return found


def find_by_email(email: str) -> Expert | None:
    found: Expert | None = Expert.objects(email=email.lower()).first()
    return found


def add_expert(profile: Profile, by: Actor) -> Expert:
    """`profile` as ExpertSchema loads it. Raises InvalidInput for an e-mail already in the pool."""
    expert = Expert(**_stored(profile))
    _refuse_taken_email(expert)
    try:
        return perform(expert, "add", by)
    except NotFound:  # the insert met the unique index: someone was quicker
        raise _email_taken() from None


def edit_expert(
    expert: Expert, profile: Profile, by: Actor, *, expected_version: int | None = None
) -> Expert:
    """Change the given fields. Nothing to change: nothing happens, not even history.

    Raises Conflict when somebody came between, InvalidInput for an address already in the pool.
    """
    changed = changes(expert, profile)
    if not changed and expected_version in (None, expert.version):
        return expert
    if "email" in changed:
        _refuse_taken_email(Expert(id=expert.id, email=changed["email"]))
    told = {"changed": list(changed)}
    try:
        return perform(
            expert, "edit", by, sets=changed, data=told, expected_version=expected_version
        )
    except DuplicateKeyError:
        raise _email_taken() from None


def changes(expert: Expert, profile: Profile) -> dict[str, Any]:
    """The fields of `profile` that differ from what is stored, in the form they are stored."""
    stored = expert.profile()
    return {name: value for name, value in _stored(profile).items() if value != stored[name]}


def end_expert(
    expert: Expert, reason: str, by: Actor, *, expected_version: int | None = None
) -> Expert:
    """Take the expert out of the pool; orders under way stand."""
    return perform(expert, "end", by, data={"reason": reason}, expected_version=expected_version)


def return_expert(expert: Expert, by: Actor, *, expected_version: int | None = None) -> Expert:
    return perform(expert, "return_to_pool", by, expected_version=expected_version)


def _stored(profile: Profile) -> dict[str, Any]:
    """The loaded input as it is stored: ISO dates, e-mail in lower case, contracts by date."""
    stored = dict(profile)
    if "email" in stored:
        stored["email"] = stored["email"].lower()
    if "contracts" in stored:
        stored["contracts"] = in_order(
            {**contract, "start": str(contract["start"]), "end": str(contract["end"])}
            for contract in stored["contracts"]
        )
    return stored


def _refuse_taken_email(expert: Expert) -> None:
    if Expert.objects(email=expert.email, id__ne=expert.id).first():
        raise _email_taken()


def _email_taken() -> InvalidInput:
    return InvalidInput({"email": [_l("Another expert already has this e-mail address")]})


# --- events: read models, written so that repeats and any order end in the same


def when_application_granted_note_order(event: Event) -> None:
    _note_work(event, "ordered")


def when_expert_chosen_note_order(event: Event) -> None:
    _note_work(event, "ordered")


def when_order_accepted_note_agreed(event: Event) -> None:
    _note_work(event, "agreed")


def when_order_declined_note_declined(event: Event) -> None:
    _note_work(event, "declined")


def when_day_moved_note_date(event: Event) -> None:
    _note_work(event, "agreed")


def when_day_cancelled_note_cancelled(event: Event) -> None:
    _note_work(event, "cancelled")


def when_application_withdrawn_note_cancelled(event: Event) -> None:
    # without an order under way the last one was declined, and stays so
    if event.data["had_order"]:
        _note_work(event, "cancelled")


def when_day_held_note_held(event: Event) -> None:
    held_on = event.data["held_on"].isoformat()
    _note_work(event, "held", date=held_on, hours=event.data["hours"])


def when_feedback_given_note_rating(event: Event) -> None:
    application = event.data["application"]
    if not application["expert"]:
        return
    answer = {
        "application_id": application["id"],
        "expert_id": application["expert"]["id"],
        "rating": event.data["rating"],
        "at": event.time,
    }
    set_once(FeedbackView, event.id, lambda: answer)


def when_theme_changed_note_theme(event: Event) -> None:
    note_theme(ThemeView, event)


def _note_work(event: Event, state: str, **newer: Any) -> None:
    application = event.data["application"]
    key = f"{application['id']}:{application['order']}"
    known = {
        "application_id": application["id"],
        "reference": application["reference"],
        "organisation": application["organisation"],
    }
    if application["expert"]:
        known["expert_id"] = application["expert"]["id"]
    day = application["date"].isoformat() if application["date"] else None
    latest = {"state": state, "date": day, "days": application["days"], **newer}
    if not set_if_newer(WorkView, key, event.sequence, known | latest):
        # a late event may still be the first that names the expert
        fill_in(WorkView, key, "expert_id", known)


HANDLERS = {
    ApplicationGranted: [when_application_granted_note_order],
    ExpertChosen: [when_expert_chosen_note_order],
    OrderAccepted: [when_order_accepted_note_agreed],
    OrderDeclined: [when_order_declined_note_declined],
    DayMoved: [when_day_moved_note_date],
    DayCancelled: [when_day_cancelled_note_cancelled],
    ApplicationWithdrawn: [when_application_withdrawn_note_cancelled],
    DayHeld: [when_day_held_note_held],
    FeedbackGiven: [when_feedback_given_note_rating],
    ThemeChanged: [when_theme_changed_note_theme],
}

"""Tips: what readers tell the office, how the office invites, and what comes of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from services.deeds.documents import Deed, Tip
from services.deeds.documents.deed import next_number
from services.deeds.handlers.form_keys import hold_back_floods, id_of_form
from services.deeds.workflow.deed import EXPIRED
from shared.contracts.base import EventContract
from shared.contracts.deeds import DeedSubmitted
from shared.contracts.tips import TipInvited
from shared.errors import NotFound, TransitionNotAllowed
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.roles import Role
from shared.tracing import log
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import SYSTEM, Actor

DRAFTS = uuid.UUID("2b9d4c6e-51f7-5a0e-8f6b-3d1c7a90e2b4")
INVITED = ("name", "email", "phone", "language")


def give_tip(answers: Mapping[str, Any], *, key: str) -> Tip:
    """`key` is the form's own: a repeat returns the tip that it made.

    Raises TransitionNotAllowed ("too_many").
    """
    tip_id = id_of_form(key)
    given: Tip | None = Tip.objects(id=tip_id).first()
    if given:
        return given
    email = answers["email"]
    hold_back_floods(Tip, "tip", "tipster.email", email)
    tipster = {name: answers[name] for name in ("name", "email", "language")}
    tip = Tip(
        id=tip_id,
        number=next_number("tip"),
        tipster=tipster if email or tipster["name"] else {},
        **{name: answers[name] for name in ("about", "organisation", "who", "link")},
    )
    actor = Actor(Role.READER, tipster["name"], email)
    return perform(tip, "tip", actor, cause=f"form:{key}")


def tip_by_id(tip_id: str) -> Tip:
    """Raises NotFound."""
    found: Tip | None = Tip.objects(id=tip_id).first()
    if found is None:
        raise NotFound(f"no tip {tip_id}")
    return found


def invite_people(tip: Tip, action: str, answers: Mapping[str, Any], *, by: Actor, pin: Pin) -> Tip:
    """`action`: invite or invite_again. The event makes the draft that waits for the people."""
    invited = {name: answers[name] for name in INVITED}
    deed_id = draft_for(tip, invited["email"])
    told = {
        "invited": invited,
        "message": answers["message"],
        "deed_id": deed_id,
        "prefilled": {name: answers[name] for name in ("title", "organisation")},
    }
    return perform(
        tip,
        action,
        by,
        sets={"invited": invited, "message": answers["message"], "deed_id": deed_id},
        data=told,
        cause=pin.cause,
        expected_version=pin.version,
    )


def draft_for(tip: Tip, email: str) -> str:
    """Id of the draft: the same person goes on with the same one, another gets one of their own.

    A draft whose time is over is not woken up: a new one takes its place.
    """
    same = email.casefold() == tip.invited.get("email", "").casefold()
    if same and not Deed.objects(id=tip.deed_id, state=EXPIRED).first():
        return str(tip.deed_id)
    return uuid.uuid5(DRAFTS, f"{tip.id}/{tip.version}").hex


def note_call(tip: Tip, *, note: str, by: Actor, pin: Pin) -> Tip:
    """The office has called those who did not answer: the task is done."""
    data = {"note": note}
    return perform(tip, "called", by, data=data, cause=pin.cause, expected_version=pin.version)


def dismiss_tip(tip: Tip, *, grounds: str, by: Actor, pin: Pin) -> Tip:
    """The grounds stay in the history; nobody is mailed."""
    return perform(
        tip,
        "dismiss",
        by,
        data={"grounds": grounds},
        cause=pin.cause,
        expected_version=pin.version,
    )


def deed_of(tip: Tip) -> Deed | None:
    """The draft or deed that has come of the tip, if any."""
    found: Deed | None = Deed.objects(id=tip.deed_id).exclude("history").first()
    return found


# --- what events bring about


def when_tip_invited_start_draft(event: Event) -> None:
    """The form of those who are invited, filled in as far as the tip knows. One for each id."""
    told = event.data
    invited, prefilled = told["invited"], told["prefilled"]
    deed = Deed(
        id=told["deed_id"],
        language=invited["language"],
        tip_id=told["tip"]["id"],
        content={
            **prefilled,
            "contact": {
                "name": invited["name"],
                "email": invited["email"],
                "phone": invited["phone"],
                "shown": False,
            },
        },
    )
    perform(deed, "invite", SYSTEM, cause=f"tip:{deed.tip_id}")


def when_deed_submitted_follow_tip(event: Event) -> None:
    tip = Tip.objects(id=event.data["tip_id"]).first() if event.data["tip_id"] else None
    if tip is None:
        return
    try:
        perform(tip, "follow", SYSTEM, cause=f"event:{event.id}")
    except TransitionNotAllowed:  # dismissed meanwhile, or another draft of it came first
        log.info("tip not followed", tip=tip.id, state=tip.state)


HANDLERS: dict[type[EventContract], list[Handler]] = {
    TipInvited: [when_tip_invited_start_draft],
    DeedSubmitted: [when_deed_submitted_follow_tip],
}

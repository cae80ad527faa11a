"""What staff do with a mail that waits for eyes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from services.notifications.delivery.journal import refuse_in_hand
from services.notifications.documents import Message
from services.notifications.handlers.standing import Step, changes_since
from services.notifications.handlers.versions import dated_today
from services.notifications.mails.mail import LADDER_LASTS
from shared import ambient
from shared.errors import Conflict, TransitionNotAllowed
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

AT_ONCE = timedelta(minutes=1)  # between the clock readings of one mail's writing


class CaseMoved(TransitionNotAllowed):
    """The case went on after the mail was written: `changes` tells how, oldest first."""

    def __init__(self, message: Message, changes: list[Step]) -> None:
        super().__init__("release", message.state, "case_moved")
        self.changes = changes


def release_mail(
    message: Message, actor: Actor, pin: Pin, *, seen: Collection[str] = ()
) -> Message:
    """Queue the mail for delivery. A repeat with the same pin returns what stands.

    seen    event ids of the changes of the case that the person has read: the mail is still right

    Raises CaseMoved for any other change, TransitionNotAllowed ("expired") for a mail whose use is
    over, and what `perform` raises.
    """
    if message.has_handled("release", pin.cause):
        return message
    message.workflow.decide("release", message.state, [actor.role])
    changes = changes_since(message)
    if {step["event_id"] for step in changes} - set(seen):
        raise CaseMoved(message, changes)
    now = ambient.now()
    ends = end_of_use(message, now)
    if changes or message.has_handled("keep", pin.cause):
        message = keep_mail(message, changes, actor, pin)
        kept = [step["version"] for step in message.history if step["causation_id"] == pin.cause]
        pin = Pin(kept[-1], pin.key)
    if message.version != pin.version:
        raise Conflict(message, pin.version)  # before anything is dated anew
    return perform(
        message,
        "release",
        actor,
        sets={
            "content_id": dated_today(message, now),
            "next_at": now,
            "give_up_at": ends,
            "held_because": "",
        },
        cause=pin.cause,
        expected_version=pin.version,
    )


def keep_mail(message: Message, changes: list[Step], actor: Actor, pin: Pin) -> Message:
    """It is still right though the case went on: from now on it is compared with that."""
    newest = max([step["sequence"] for step in changes], default=message.case_sequence)
    return perform(
        message,
        "keep",
        actor,
        sets={"case_sequence": newest},
        data={"seen": changes},
        cause=pin.cause,
        expected_version=pin.version,
    )


def end_of_use(message: Message, now: datetime) -> datetime:
    """Until when a mail released now is tried. One that matters for less than the ladder of
    attempts lasts keeps its own end; any other gets a whole ladder, however long it waited.
    """
    if message.give_up_at - message.created_at >= LADDER_LASTS - AT_ONCE:
        return max(message.give_up_at, now + LADDER_LASTS)
    if message.give_up_at <= now:
        raise TransitionNotAllowed("release", message.state, "expired")
    return message.give_up_at


def hold_mail(message: Message, actor: Actor, pin: Pin, reason: str) -> Message:
    """Put aside until somebody releases it. Refused while a worker has it in hand."""
    if not message.has_handled("hold", pin.cause):
        refuse_in_hand(message.id, "hold", message.state)
    return perform(
        message,
        "hold",
        actor,
        sets={"held_because": reason},
        data={"reason": reason},
        cause=pin.cause,
        expected_version=pin.version,
    )

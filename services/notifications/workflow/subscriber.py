"""A subscriber: asked, confirmed by link, choosing what to get, leaving."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.contracts import subscriptions as told
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW, Timer, Workflow, after, row

UNCONFIRMED = "unconfirmed"
SUBSCRIBED = "subscribed"
LEFT = "left"
UNREACHABLE = "unreachable"
EXPIRED = "expired"

CONFIRM_WITHIN = timedelta(days=30)
READER, STAFF, SYSTEM = Role.READER, Role.STAFF, Role.SYSTEM
FORGET_UNCONFIRMED = Timer("expire", after(CONFIRM_WITHIN))
# all that we know of somebody; the id stays, so that what comes back late still finds them
PERSONAL = ("email", "name", "organisation", "position", "kinds", "asked")


def is_contact_person(subscriber: Any, _now: datetime) -> None:
    if not subscriber.organisation:
        raise TransitionNotAllowed("wish", subscriber.state, "no_contact")


SUBSCRIBER = Workflow(
    name="subscriber",
    states=(UNCONFIRMED, SUBSCRIBED, LEFT, UNREACHABLE, EXPIRED),
    rows=(
        # whoever typed the address: nothing is sent to it but this one request to confirm
        row(
            "sign_up",
            (NEW, UNCONFIRMED, LEFT, UNREACHABLE, EXPIRED),
            UNCONFIRMED,
            READER,
            told.SubscriptionAsked,
            starts=FORGET_UNCONFIRMED,
        ),
        # a subscriber asks for more, such as to be a contact person: that too is confirmed by link
        row("register", SUBSCRIBED, None, READER, told.SubscriptionAsked),
        # once more within the hour: the link that has been mailed confirms this too
        row("amend", (UNCONFIRMED, SUBSCRIBED), None, READER),
        row("confirm", UNCONFIRMED, SUBSCRIBED, READER, told.SubscriptionConfirmed),
        row("confirm", SUBSCRIBED, None, READER, told.SubscriptionConfirmed),
        row("choose", SUBSCRIBED, None, READER),
        # also for one who signs up again: the mail leads to the page of their choices
        row("request_link", SUBSCRIBED, None, READER, told.PreferencesLinkRequested),
        row("wish", SUBSCRIBED, None, READER, told.WishesSent, guard=is_contact_person),
        # staff: for somebody who has asked the office
        row(
            "leave",
            (UNCONFIRMED, SUBSCRIBED, UNREACHABLE),
            LEFT,
            (READER, STAFF),
            forgets=PERSONAL,
        ),
        row("complain", SUBSCRIBED, LEFT, SYSTEM, forgets=PERSONAL),
        row("lose", SUBSCRIBED, UNREACHABLE, SYSTEM),
        row("expire", UNCONFIRMED, EXPIRED, SYSTEM, forgets=PERSONAL),
    ),
    summary="Somebody who gets the newsletter or the letters to contact persons. Nothing is sent "
    "before the address has been confirmed, and one click is enough to leave.",
)

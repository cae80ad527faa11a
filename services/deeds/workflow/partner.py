"""A partner search: an organisation looks for others who develop the same thing. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shared.ambient import HELSINKI
from shared.contracts import partners as told
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import business_days, office_morning
from shared.workflow.mail_rows import mail_rows
from shared.workflow.table import NEW, Task, Timer, Workflow, after, row

UNCONFIRMED = "unconfirmed"
SUBMITTED = "submitted"
OPEN = "open"
ENDED = "ended"
DECLINED = "declined"
EXPIRED = "expired"
SENT_STATES = (UNCONFIRMED, SUBMITTED, OPEN, ENDED, DECLINED)

CONFIRM_WITHIN = timedelta(days=30)
LONGEST = timedelta(days=365)  # an announcement is news: a year at most
ANSWERS_AN_HOUR = 20  # to one announcement, and
SAME_SENDER_AN_HOUR = 3  # from one address; more than that is a program, or a quarrel
ANSWERS_AT_MOST = 300  # they are kept in the announcement itself
CHECK = Task("check", business_days(5))
AUTHOR, STAFF, SYSTEM, READER = Role.AUTHOR, Role.STAFF, Role.SYSTEM, Role.READER


def _end(search: Any, now: datetime) -> datetime:
    """The end date is the last day on which it stands."""
    return office_morning(date.fromisoformat(search.ends_on) + timedelta(days=1))


def not_over(search: Any, now: datetime) -> None:
    if date.fromisoformat(search.ends_on) < now.astimezone(HELSINKI).date():
        raise TransitionNotAllowed("publish", search.state, "past_date")


def can_be_answered(search: Any, now: datetime) -> None:
    """Every answer is mailed to the author: a flood of them is held back at our side."""
    not_over(search, now)
    recent = [answer for answer in search.answers if answer["at"] > now - timedelta(hours=1)]
    sender = search.answers[-1]["email"].casefold()
    same = [answer for answer in recent if answer["email"].casefold() == sender]
    if (
        len(search.answers) > ANSWERS_AT_MOST
        or len(recent) > ANSWERS_AN_HOUR
        or len(same) > SAME_SENDER_AN_HOUR
    ):
        raise TransitionNotAllowed("answer", search.state, "too_many")


PARTNER = Workflow(
    "partner search",
    (UNCONFIRMED, SUBMITTED, OPEN, ENDED, DECLINED, EXPIRED),
    (
        row(
            "announce",
            NEW,
            UNCONFIRMED,
            AUTHOR,
            told.PartnerSearchSent,
            starts=Timer("expire", after(CONFIRM_WITHIN)),
        ),
        row("expire", UNCONFIRMED, EXPIRED, SYSTEM),
        row("confirm", UNCONFIRMED, SUBMITTED, AUTHOR, told.PartnerSearchSubmitted, opens=CHECK),
        row("correct", (SUBMITTED, OPEN), None, STAFF),
        row(
            "publish",
            SUBMITTED,
            OPEN,
            STAFF,
            told.PartnerSearchPublished,
            guard=not_over,
            starts=Timer("end", _end),
        ),
        row("decline", SUBMITTED, DECLINED, STAFF, told.PartnerSearchDeclined),
        # an answer reaches the author by mail; the author's address is shown to nobody
        row("answer", OPEN, None, READER, told.PartnerSearchAnswered, guard=can_be_answered),
        row("prolong", OPEN, None, AUTHOR, guard=not_over, starts=Timer("end", _end)),
        row("end", OPEN, ENDED, (AUTHOR, STAFF, SYSTEM), told.PartnerSearchEnded),
        row(
            "request_link",
            SENT_STATES,
            None,
            AUTHOR,
            told.PartnerSearchLinkRequested,
        ),
        *mail_rows(SENT_STATES),
    ),
    summary="An announcement with an end date, checked by the office, answered by mail.",
)

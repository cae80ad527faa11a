"""A mail as a case: what may happen to it, and who may make it happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.contracts import notifications as told
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.table import NEW, Task, Workflow, row

WAITING = "waiting"  # for somebody at the office to see and release it
ON_HOLD = "on_hold"  # put aside by somebody, with a reason
QUEUED = "queued"
SENT = "sent"
FAILED = "failed"
BOUNCED = "bounced"  # the mail server took it, and it came back
DISCARDED = "discarded"

UNRELEASED = (WAITING, ON_HOLD)  # the human outbox
NOT_REACHED = (FAILED, BOUNCED)  # somebody has to do something about the address
SYSTEM, STAFF = Role.SYSTEM, Role.STAFF

PASSING = frozenset({"sign_in"})  # mails whose links are over before anybody could resend them

RELEASE = Task("release", business_days(1))
SETTLE = Task("settle", business_days(1))


def still_matters(message: Any, _now: datetime) -> None:
    if message.template in PASSING:
        raise TransitionNotAllowed("resend", message.state, "expired")


MAIL = Workflow(
    name="mail",
    states=(WAITING, ON_HOLD, QUEUED, SENT, FAILED, BOUNCED, DISCARDED),
    rows=(
        # kinds that need eyes wait; the others go at once
        row("write", NEW, WAITING, SYSTEM, told.MailWaiting, opens=RELEASE),
        row("queue", NEW, QUEUED, SYSTEM, told.MailQueued),
        row("edit", UNRELEASED, None, STAFF),
        # the case went on after the mail was written; somebody has looked: it is still right
        row("keep", UNRELEASED, None, STAFF),
        # of what is queued only what no worker has in hand: the journal of hand-overs knows
        row("hold", (WAITING, QUEUED), ON_HOLD, STAFF),
        row("release", UNRELEASED, QUEUED, STAFF, told.MailQueued),
        # also what was held or discarded in the moment in which the server took it: to look
        # whether it is in hand and to put it aside are two, and the truth is that it went
        row("deliver", (QUEUED, ON_HOLD, DISCARDED), SENT, SYSTEM, told.MailSent),
        # refused for now: it waits for its next attempt, and nobody is told yet
        row("retry", QUEUED, None, SYSTEM),
        row("fail", QUEUED, FAILED, SYSTEM, told.MailFailed, opens=SETTLE),
        # also while queued: after a lost connection it may have arrived, and come back
        row("bounce", (SENT, QUEUED), BOUNCED, SYSTEM, told.MailBounced, opens=SETTLE),
        # what came back and settles nothing: an automatic answer, a delay, a complaint
        row("note_return", (SENT, QUEUED, BOUNCED), None, SYSTEM),
        row(
            "resend",
            NOT_REACHED,
            QUEUED,
            STAFF,
            told.MailQueued,
            guard=still_matters,
        ),
        row(
            "readdress",
            NOT_REACHED,
            QUEUED,
            STAFF,
            told.MailReaddressed,
            guard=still_matters,
        ),
        row(
            "discard",
            (*UNRELEASED, QUEUED, *NOT_REACHED),
            DISCARDED,
            STAFF,
            told.MailDiscarded,
        ),
    ),
    summary="One mail to one address. Decisions wait until somebody has seen them; a mail is sent "
    "when the mail server has accepted it.",
)

"""A mail as a case: what may happen to it, and who may make it happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.contracts.notifications import MailFailed, MailQueued, MailSent
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

QUEUED, SENT, FAILED, DISCARDED = "queued", "sent", "failed", "discarded"

PASSING = frozenset({"sign_in"})  # mails whose links are over before anybody could resend them


def still_matters(message: Any, _now: datetime) -> None:
    if message.template in PASSING:
        raise TransitionNotAllowed("resend", message.state, "expired")


def is_not_on_its_way(message: Any, now: datetime) -> None:
    """What the mail server may be taking this very moment cannot be called back."""
    if message.lease_until and message.lease_until > now:
        raise TransitionNotAllowed("discard", message.state, "on_its_way")


MAIL = Workflow(
    name="mail",
    states=(QUEUED, SENT, FAILED, DISCARDED),
    rows=(
        row("queue", NEW, QUEUED, Role.SYSTEM, MailQueued),
        row("deliver", QUEUED, SENT, Role.SYSTEM, MailSent),
        # refused for now: it waits for its next attempt, and nobody is told yet
        row("retry", QUEUED, None, Role.SYSTEM),
        row("fail", QUEUED, FAILED, Role.SYSTEM, MailFailed),
        row("resend", FAILED, QUEUED, Role.STAFF, MailQueued, guard=still_matters),
        row("discard", {QUEUED, FAILED}, DISCARDED, Role.STAFF, guard=is_not_on_its_way),
    ),
    summary="One mail to one address. It is sent when the mail server has accepted it.",
)

"""What the mails about a case do to it: rows that every table of a case with mails has."""

from __future__ import annotations

from collections.abc import Collection

from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.table import Task, Transition, row

MAIL = Task("mail", business_days(1))


def mail_rows(states: Collection[str]) -> tuple[Transition, ...]:
    """`states`: those in which the office sees the case."""
    return (
        # a mail about it did not reach its recipient: somebody has to do something about that
        row("mail_failed", states, None, Role.SYSTEM, opens=MAIL),
        row("mail_settled", states, None, Role.SYSTEM, closes={MAIL.name}),
        # the office corrected the address of a mail: the next ones go there, and links follow
        row("correct_address", states, None, Role.SYSTEM),
    )

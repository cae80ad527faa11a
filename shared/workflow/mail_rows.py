"""What the mails about a case do to it: rows that every table of a case with mails has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.table import Task, Timer, Transition, row

MAIL = Task("mail", business_days(1))
COUNT_ANEW = "count_anew"


def mail_rows(states: Collection[str]) -> tuple[Transition, ...]:
    """`states`: those in which the office sees the case."""
    return (
        # a mail about it did not reach its recipient: somebody has to do something about that
        row("mail_failed", states, None, Role.SYSTEM, opens=MAIL),
        row("mail_settled", states, None, Role.SYSTEM, closes={MAIL.name}),
        # the office corrected the address of a mail: the next ones go there, and links follow
        row("correct_address", states, None, Role.SYSTEM),
    )


def counted_anew(ladders: Mapping[str, Timer | tuple[Timer, ...]]) -> tuple[Transition, ...]:
    """State → the reminders that run in it.

    Nobody is late with an answer to a mail that waited in the office or went astray: when it leaves
    after all, the reminders are counted from then, and no call is due any more.
    """
    return tuple(
        row(COUNT_ANEW, state, None, Role.SYSTEM, closes={"call"}, starts=timers)
        for state, timers in ladders.items()
    )

"""An award round: categories, nominated deeds, a jury, a shortlist, winners. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.contracts import awards as told
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.mail_rows import counted_anew, mail_rows
from shared.workflow.table import NEW, Task, Timer, Workflow, row

PLANNED = "planned"
JUDGING = "judging"
SHORTLISTED = "shortlisted"
DECIDED = "decided"
CANCELLED = "cancelled"

SUM_UP = Task("sum_up", business_days(20))
REMIND_TWICE = (Timer("remind", business_days(5)), Timer("remind", business_days(10)))
STAFF, JUROR, SYSTEM = Role.STAFF, Role.JUROR, Role.SYSTEM


def ready_to_judge(award: Any, now: datetime) -> None:
    if not award.nominations:
        raise TransitionNotAllowed("open", award.state, "no_nominations")
    if not award.jury:
        raise TransitionNotAllowed("open", award.state, "no_jury")


def has_shortlist(award: Any, now: datetime) -> None:
    if not award.shortlist:
        raise TransitionNotAllowed("shortlist", award.state, "no_shortlist")


def has_winners(award: Any, now: datetime) -> None:
    if not award.winners:
        raise TransitionNotAllowed("decide", award.state, "no_winners")


AWARD = Workflow(
    "award",
    (PLANNED, JUDGING, SHORTLISTED, DECIDED, CANCELLED),
    (
        row("plan", NEW, PLANNED, STAFF),
        row("edit", PLANNED, None, STAFF),
        row("nominate", (PLANNED, JUDGING), None, STAFF),
        row("drop", (PLANNED, JUDGING), None, STAFF),
        row("name_juror", PLANNED, None, STAFF),
        row("remove_juror", (PLANNED, JUDGING), None, STAFF),
        # opening mails every juror a link of their own
        row(
            "open",
            PLANNED,
            JUDGING,
            STAFF,
            told.JudgingOpened,
            guard=ready_to_judge,
            opens=SUM_UP,
            starts=REMIND_TWICE,
        ),
        row("invite_juror", JUDGING, None, STAFF, told.JurorInvited),
        row("score", JUDGING, None, JUROR),
        row("remind", JUDGING, None, (SYSTEM, STAFF), told.JuryReminded),
        row("shortlist", JUDGING, SHORTLISTED, STAFF, guard=has_shortlist),
        row("reopen", SHORTLISTED, JUDGING, STAFF, opens=SUM_UP),
        row("choose", SHORTLISTED, None, STAFF),
        # the winners' authors are told, and their deeds carry the badge from then on
        row("decide", SHORTLISTED, DECIDED, STAFF, told.AwardDecided, guard=has_winners),
        row("cancel", (PLANNED, JUDGING, SHORTLISTED), CANCELLED, STAFF),
        row("request_link", (JUDGING, SHORTLISTED, DECIDED), None, JUROR, told.JuryLinkRequested),
        *mail_rows((PLANNED, JUDGING, SHORTLISTED, DECIDED, CANCELLED)),
        *counted_anew({JUDGING: REMIND_TWICE}),
    ),
    summary="The best developers of municipal work are rewarded: a jury scores the nominated "
    "deeds, the office makes the shortlist and announces the winners.",
)

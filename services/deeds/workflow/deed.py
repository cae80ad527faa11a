"""A development deed: told, checked, published, kept up to date. Pure: no store, no web."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.contracts import deeds as told
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.mail_rows import counted_anew, mail_rows
from shared.workflow.table import NEW, Task, Timer, Workflow, after, row

DRAFT = "draft"
UNCONFIRMED = "unconfirmed"
SUBMITTED = "submitted"
RETURNED = "returned"
PUBLISHED = "published"
CHANGING = "changing"
CHANGE_SUBMITTED = "change_submitted"
CHANGE_RETURNED = "change_returned"
LEAVING = "leaving"
TAKEN_DOWN = "taken_down"
DECLINED = "declined"
MERGED = "merged"
WITHDRAWN = "withdrawn"
EXPIRED = "expired"

# in these the last published version stands on the marketplace, whatever is being written beside it
CHANGE_STATES = (CHANGING, CHANGE_SUBMITTED, CHANGE_RETURNED)
PUBLIC_STATES = (PUBLISHED, *CHANGE_STATES, LEAVING)
TO_CHECK = (SUBMITTED, CHANGE_SUBMITTED)
BEFORE_PUBLIC = (SUBMITTED, RETURNED)
ENDED_STATES = (TAKEN_DOWN, DECLINED, MERGED, WITHDRAWN)
# a draft is its author's own
SENT_STATES = (UNCONFIRMED, *BEFORE_PUBLIC, *PUBLIC_STATES, *ENDED_STATES)

DRAFT_LIFETIME = timedelta(days=90)
CONFIRM_WITHIN = timedelta(days=30)
CHANGE_LIFETIME = timedelta(days=60)
AUTHOR, STAFF, SYSTEM = Role.AUTHOR, Role.STAFF, Role.SYSTEM

CHECK = Task("check", business_days(5))
HELP = Task("help", business_days(5))
TAKE_DOWN = Task("take_down", business_days(2))
DELETE_DRAFT = Timer("expire", after(DRAFT_LIFETIME))
REMIND_ONCE = Timer("remind", business_days(3))
REMIND_TWICE = (Timer("remind", business_days(5)), Timer("remind", business_days(15)))


def is_told_whole(deed: Any, now: Any) -> None:
    """What cannot be left out is there: nobody is to check half a deed."""
    if deed.unfinished():
        raise TransitionNotAllowed("send", deed.state, "unfinished")


DEED = Workflow(
    "deed",
    (
        DRAFT,
        UNCONFIRMED,
        SUBMITTED,
        RETURNED,
        PUBLISHED,
        *CHANGE_STATES,
        LEAVING,
        TAKEN_DOWN,
        DECLINED,
        MERGED,
        WITHDRAWN,
        EXPIRED,
    ),
    (
        row("start", NEW, DRAFT, AUTHOR, starts=DELETE_DRAFT),
        # a tip has led to these people: their form waits for them, filled in as far as we know
        row("invite", NEW, DRAFT, SYSTEM, starts=DELETE_DRAFT),
        row("save", DRAFT, None, AUTHOR, starts=DELETE_DRAFT),
        row("keep", DRAFT, None, AUTHOR, told.DeedDraftKept, starts=DELETE_DRAFT),
        row("ask_help", DRAFT, None, AUTHOR, told.DeedHelpAsked, opens=HELP, starts=DELETE_DRAFT),
        # staff write into the draft; sending it stays the author's own step
        row(
            "help",
            DRAFT,
            None,
            STAFF,
            told.DeedHelpGiven,
            closes={"help"},
            starts=DELETE_DRAFT,
        ),
        row("expire", (DRAFT, UNCONFIRMED), EXPIRED, SYSTEM),
        row(
            "send",
            DRAFT,
            UNCONFIRMED,
            AUTHOR,
            told.DeedSent,
            guard=is_told_whole,
            starts=(REMIND_ONCE, Timer("expire", after(CONFIRM_WITHIN))),
        ),
        row("confirm", UNCONFIRMED, SUBMITTED, AUTHOR, told.DeedSubmitted, opens=CHECK),
        row(
            "ask_more",
            SUBMITTED,
            RETURNED,
            STAFF,
            told.DeedInformationRequested,
            starts=REMIND_TWICE,
        ),
        row("answer", RETURNED, SUBMITTED, AUTHOR, told.DeedInformationGiven, opens=CHECK),
        # typos: the author's own text, so each change stands in the history word for word
        row("correct", TO_CHECK, None, STAFF),
        row("correct", PUBLISHED, None, STAFF, told.DeedCorrected),
        row("publish", TO_CHECK, PUBLISHED, STAFF, told.DeedPublished),
        row("decline", BEFORE_PUBLIC, DECLINED, STAFF, told.DeedDeclined),
        # the import of an older catalogue: what it has was published there already
        row("import", NEW, PUBLISHED, (STAFF, SYSTEM), told.DeedImported),
        # an update is checked as the first version was; the old one stays public meanwhile
        row(
            "change",
            PUBLISHED,
            CHANGING,
            AUTHOR,
            starts=Timer("discard", after(CHANGE_LIFETIME)),
        ),
        row("save", CHANGING, None, AUTHOR, starts=Timer("discard", after(CHANGE_LIFETIME))),
        row("discard", (CHANGING, CHANGE_RETURNED), PUBLISHED, (AUTHOR, SYSTEM)),
        row("discard", CHANGE_SUBMITTED, PUBLISHED, AUTHOR, told.DeedChangeDropped),
        row(
            "send_change",
            CHANGING,
            CHANGE_SUBMITTED,
            AUTHOR,
            told.DeedChangeSubmitted,
            guard=is_told_whole,
            opens=CHECK,
        ),
        row(
            "ask_more",
            CHANGE_SUBMITTED,
            CHANGE_RETURNED,
            STAFF,
            told.DeedInformationRequested,
            starts=REMIND_TWICE,
        ),
        row(
            "answer",
            CHANGE_RETURNED,
            CHANGE_SUBMITTED,
            AUTHOR,
            told.DeedInformationGiven,
            opens=CHECK,
        ),
        row(
            "decline_change",
            (CHANGE_SUBMITTED, CHANGE_RETURNED),
            PUBLISHED,
            STAFF,
            told.DeedChangeDeclined,
        ),
        row(
            "ask_down",
            (PUBLISHED, *CHANGE_STATES),
            LEAVING,
            AUTHOR,
            told.DeedTakeDownAsked,
            opens=TAKE_DOWN,
        ),
        row("keep_up", LEAVING, PUBLISHED, STAFF, told.DeedKeptUp),
        row("take_down", PUBLIC_STATES, TAKEN_DOWN, STAFF, told.DeedTakenDown),
        row("restore", TAKEN_DOWN, PUBLISHED, STAFF, told.DeedPublished),
        # a double leads its readers to the one that is kept, which notes it first: whoever has
        # seen that one without the note can no longer join it to another (docs/adr/0021)
        row("take_in", PUBLIC_STATES, None, STAFF),
        row("merge", (*BEFORE_PUBLIC, *PUBLIC_STATES), MERGED, STAFF, told.DeedMerged),
        row("withdraw", (UNCONFIRMED, *BEFORE_PUBLIC), WITHDRAWN, AUTHOR),
        row("remind", (UNCONFIRMED, RETURNED, CHANGE_RETURNED), None, SYSTEM, told.DeedReminder),
        row(
            "request_link",
            SENT_STATES,
            None,
            AUTHOR,
            told.DeedLinkRequested,
        ),
        *mail_rows(SENT_STATES),
        *counted_anew(
            {UNCONFIRMED: REMIND_ONCE, RETURNED: REMIND_TWICE, CHANGE_RETURNED: REMIND_TWICE}
        ),
    ),
    summary="A development deed on the marketplace: told by anyone in the sector, checked by the "
    "office before every publication, kept up to date by its authors.",
)

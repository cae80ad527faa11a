"""A tip about a good deed that somebody else should tell about. Pure."""

from __future__ import annotations

from shared.contracts import tips as told
from shared.roles import Role
from shared.workflow.calendar import business_days
from shared.workflow.mail_rows import counted_anew, mail_rows
from shared.workflow.table import NEW, Task, Timer, Workflow, row

RECEIVED = "received"
INVITED = "invited"
FOLLOWED = "followed"
DISMISSED = "dismissed"

LOOK = Task("look", business_days(5))
CALL = Task("call", business_days(5))
CALL_LATER = Timer("escalate", business_days(15))

TIP = Workflow(
    "tip",
    (RECEIVED, INVITED, FOLLOWED, DISMISSED),
    (
        row("tip", NEW, RECEIVED, Role.READER, told.TipReceived, opens=LOOK),
        # the invitation carries a form of its own, filled in with what the tip says
        row(
            "invite",
            RECEIVED,
            INVITED,
            Role.STAFF,
            told.TipInvited,
            starts=CALL_LATER,
        ),
        row(
            "invite_again",
            INVITED,
            None,
            Role.STAFF,
            told.TipInvited,
            closes={"call"},
            starts=CALL_LATER,
        ),
        # nobody has answered the invitation: somebody at the office calls
        row("escalate", INVITED, None, Role.SYSTEM, opens=CALL),
        row("called", INVITED, None, Role.STAFF, closes={"call"}),
        row("follow", INVITED, FOLLOWED, Role.SYSTEM, told.TipFollowed),
        row("dismiss", (RECEIVED, INVITED), DISMISSED, Role.STAFF),
        *mail_rows((RECEIVED, INVITED, FOLLOWED, DISMISSED)),
        *counted_anew({INVITED: CALL_LATER}),
    ),
    summary="Somebody tips the office about a good deed; the office invites its people to tell.",
)

"""Sign-in by a mailed link: asked for, used once, or over after ten minutes."""

from __future__ import annotations

from shared.contracts.accounts import SignInRequested
from shared.links import LIFETIMES
from shared.roles import Role
from shared.workflow.table import NEW, Timer, Workflow, after, row

REQUESTED, IGNORED, USED, EXPIRED = "requested", "ignored", "used", "expired"
SIGNING_IN = (Role.STAFF, Role.AUDITOR)  # a manager is staff too

SIGN_IN = Workflow(
    "sign_in",
    (REQUESTED, IGNORED, USED, EXPIRED),
    (
        row(
            "request", NEW, REQUESTED, SIGNING_IN, SignInRequested,
            starts=Timer("expire", after(LIFETIMES["sign-in"])),
        ),
        # an address that is not on the list: kept only so that it counts against the limit too,
        # or the limit would tell which addresses are known
        row("ignore", NEW, IGNORED, Role.SYSTEM),
        # only the POST of the link's page comes here; a repeat from the same browser has the same
        # cause and is harmless
        row("use", REQUESTED, USED, SIGNING_IN),
        row("expire", REQUESTED, EXPIRED, Role.SYSTEM),
    ),
    summary="A link by mail signs a member of staff in: once, within ten minutes.",
)  # fmt: skip

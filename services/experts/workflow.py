"""The pool's table: an expert is in it, or has left it."""

from __future__ import annotations

from shared.contracts.experts import ExpertAdded, ExpertChanged, ExpertEnded, ExpertReturned
from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

ACTIVE = "active"
ENDED = "ended"

POOL = Workflow(
    name="expert",
    states=(ACTIVE, ENDED),
    rows=(
        row("add", NEW, ACTIVE, Role.STAFF, ExpertAdded),
        row("edit", ACTIVE, None, Role.STAFF, ExpertChanged),
        row("end", ACTIVE, ENDED, Role.MANAGER, ExpertEnded),
        row("return_to_pool", ENDED, ACTIVE, Role.MANAGER, ExpertReturned),
    ),
    summary="An expert of the tendered pool. Only who is active and under contract can be chosen.",
)

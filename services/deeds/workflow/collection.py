"""A named collection of deeds: effective practices, a network's own top ten. Pure."""

from __future__ import annotations

from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

HIDDEN = "hidden"
SHOWN = "shown"
RETIRED = "retired"

COLLECTION = Workflow(
    "collection",
    (HIDDEN, SHOWN, RETIRED),
    (
        row("create", NEW, HIDDEN, Role.STAFF),
        row("edit", (HIDDEN, SHOWN), None, Role.STAFF),
        row("pick", (HIDDEN, SHOWN), None, Role.STAFF),
        row("drop", (HIDDEN, SHOWN), None, Role.STAFF),
        row("arrange", (HIDDEN, SHOWN), None, Role.STAFF),
        row("show", HIDDEN, SHOWN, Role.STAFF),
        row("hide", SHOWN, HIDDEN, Role.STAFF),
        row("retire", (HIDDEN, SHOWN), RETIRED, Role.STAFF),
        row("restore", RETIRED, HIDDEN, Role.STAFF),
    ),
    summary="Deeds that the office, or a development network, has picked under one name.",
)

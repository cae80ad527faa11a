"""The import of an older catalogue from a CSV file, row by row. Pure."""

from __future__ import annotations

from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

CHECKED = "checked"
RUNNING = "running"
DONE = "done"
STOPPED = "stopped"

IMPORT = Workflow(
    "import",
    (CHECKED, RUNNING, DONE, STOPPED),
    (
        # every row has been read and its faults are on record before anything is made
        row("check", NEW, CHECKED, Role.MANAGER),
        row("begin", CHECKED, RUNNING, Role.MANAGER),
        row("stop", (CHECKED, RUNNING), STOPPED, Role.MANAGER),
        # it goes on with the rows that are left
        row("resume", STOPPED, RUNNING, Role.MANAGER),
        row("finish", RUNNING, DONE, Role.SYSTEM),
    ),
    summary="A catalogue from elsewhere: each good row becomes a published deed, once.",
)

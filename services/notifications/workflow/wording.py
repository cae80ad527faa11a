"""What the office may change of a kind of mail: its words in a language, and who sees it first."""

from __future__ import annotations

from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

EDITED, DEFAULT = "edited", "default"

TEXT = Workflow(
    name="mail_text",
    states=(EDITED, DEFAULT),
    rows=(
        row("edit", (NEW, EDITED, DEFAULT), EDITED, Role.STAFF),
        row("reset", EDITED, DEFAULT, Role.STAFF),
    ),
    summary="The words of one kind of mail in one language. Every version stays in the history.",
)

CHOSEN = "chosen"

KIND = Workflow(
    name="mail_kind",
    states=(CHOSEN,),
    rows=(row("choose", (NEW, CHOSEN), CHOSEN, Role.MANAGER),),
    summary="Whether mails of one kind wait for somebody to see and release them.",
)

"""A bulletin: a newsletter or a contact person letter, from a draft to the last recipient."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.table import NEW, Workflow, row

DRAFT = "draft"
SENDING = "sending"
PAUSED = "paused"
SENT = "sent"
CANCELLED = "cancelled"

NEWSLETTER, CONTACT_LETTER = "newsletter", "contact_letter"
KINDS = (NEWSLETTER, CONTACT_LETTER)
STAFF, SYSTEM = Role.STAFF, Role.SYSTEM


def has_words(bulletin: Any, _now: datetime) -> None:
    """Finnish at least: whoever reads another language gets theirs where it is written."""
    if not (bulletin.title.get("fi") and bulletin.text.get("fi")):
        raise TransitionNotAllowed("send", bulletin.state, "no_words")


def has_readers(bulletin: Any, now: datetime) -> None:
    has_words(bulletin, now)
    if not bulletin.audience:
        raise TransitionNotAllowed("send", bulletin.state, "nobody")


BULLETIN = Workflow(
    name="bulletin",
    states=(DRAFT, SENDING, PAUSED, SENT, CANCELLED),
    rows=(
        row("start", NEW, DRAFT, STAFF),
        row("save", DRAFT, None, STAFF),
        row("test", DRAFT, None, STAFF, guard=has_words),
        row("send", DRAFT, SENDING, STAFF, guard=has_readers),
        row("pause", SENDING, PAUSED, STAFF),
        row("resume", PAUSED, SENDING, STAFF),
        # those of whom nobody knows whether they got it: only when somebody says so, never alone
        row("send_unclear", (SENDING, SENT), SENDING, STAFF),
        row("finish", SENDING, SENT, SYSTEM),
        # those who have it keep it; nobody else gets it
        row("cancel", (DRAFT, PAUSED), CANCELLED, STAFF),
    ),
    summary="A newsletter or a letter to contact persons: written, tried, sent to each once.",
)

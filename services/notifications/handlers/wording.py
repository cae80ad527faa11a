"""The words that a kind of mail has now: the office's own, or those of the product."""

from __future__ import annotations

from services.notifications.documents import MailKind, MailText
from services.notifications.texts import Text, parse_text, text_of
from services.notifications.workflow.wording import EDITED

# kinds that wait for eyes until the office chooses otherwise: what decides on somebody's matter
WAIT_BY_DEFAULT = frozenset(
    {"decision", "rejection", "order", "deed_declined", "deed_update_declined", "partner_declined"}
)


def current_text(template: str, language: str) -> Text:
    """Raises ValueError for an edited text that this version of the product cannot read."""
    edited = MailText.objects(id=MailText.key(template, language), state=EDITED).first()
    return parse_text(edited.source) if edited else text_of(template, language)


def waits_for_eyes(template: str) -> bool:
    chosen = MailKind.objects(id=template).first()
    return bool(chosen.waits) if chosen else template in WAIT_BY_DEFAULT

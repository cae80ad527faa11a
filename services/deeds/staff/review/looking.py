"""A deed as the office looks at it: what it says, what has changed, what can be done."""

from __future__ import annotations

from typing import Any

from services.deeds.documents import Deed
from services.deeds.handlers.doubles import possible_doubles
from services.deeds.staff.review.actions import DEEDS
from services.deeds.staff.review.showing import (
    CHECKED_UPDATE,
    contact_lines,
    differences,
    shown_content,
)
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from services.deeds.workflow.deed import LEAVING
from shared import ambient
from shared.web.steps import Offer, offers


def look_words(deed: Deed) -> dict[str, Any]:
    """What the templates of the queue's open deed and of the page of a deed need."""
    can_do = offers(DEEDS, deed)
    return {
        "deed": deed,
        "content": shown_content(deed),
        "is_update": deed.state in CHECKED_UPDATE,
        "differences": differences(deed),
        "leaving_reason": leaving_reason(deed),
        "contact": contact_lines(shown_content(deed).get("contact") or {}),
        "offers": can_do,
        "doubles": doubles(deed, can_do),
        "now": ambient.now(),
        "words": words,
        "deed_words": deed_words,
    }


def leaving_reason(deed: Deed) -> str | None:
    """What the author said who waits for it to be taken down; None when nobody does."""
    if deed.state != LEAVING:
        return None
    asked = next(entry for entry in reversed(deed.history) if entry["action"] == "ask_down")
    return str(asked["data"].get("reason", ""))


def doubles(deed: Deed, can_do: list[Offer]) -> list[Any]:
    """Looked for where something could still be done about them."""
    joins = any(offer.step.action == "merge" for offer in can_do)
    return list(possible_doubles(deed)) if joins else []

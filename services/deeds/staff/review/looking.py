"""A deed as the office looks at it: what it says, what has changed, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from services.deeds.documents import Deed
from services.deeds.handlers.doubles import possible_doubles
from services.deeds.handlers.finding import deed_by_id
from services.deeds.handlers.queue import is_seen
from services.deeds.staff.review.showing import (
    CHECKED_UPDATE,
    contact_lines,
    differences,
    shown_content,
)
from services.deeds.staff.review.steps import STEPS, Step
from services.deeds.staff.review.told import mailed_by
from services.deeds.words import deed as deed_words
from services.deeds.words import review as words
from services.deeds.workflow.deed import LEAVING
from shared import ambient
from shared.errors import NotFound
from shared.web.session import current_person


@dataclass(frozen=True)
class Offer:
    """A step that this person may take now, and whom it mails."""

    step: Step
    mails: list[str]


def seen_deed(deed_id: str) -> Deed:
    """Raises NotFound, also for a draft that nobody has asked help with: it is its author's own."""
    deed = deed_by_id(deed_id)
    if not is_seen(deed):
        raise NotFound(f"deed {deed_id} is not the office's yet")
    return deed


def offers(deed: Deed) -> list[Offer]:
    person = current_person()
    rows = deed.workflow.open_to(deed.state, person.roles if person else ())
    by_action = {row.action: row for row in rows}
    return [
        Offer(step, mailed_by(row, deed)) for step in STEPS if (row := by_action.get(step.action))
    ]


def look_words(deed: Deed) -> dict[str, Any]:
    """What the templates of the queue's open deed and of the page of a deed need."""
    can_do = offers(deed)
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

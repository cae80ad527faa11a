"""Finding mails: by state, by address or reference, by case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mongoengine.queryset import QuerySet

from services.notifications.documents import Message
from services.notifications.workflow import MAIL
from shared.web.paging import SIZE, Page, skipped

CONTENT = ("html", "text", "attachments")  # large, and no list shows it


@dataclass(frozen=True)
class Wanted:
    state: str = ""
    text: str = ""
    about: str = ""


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """From the address; a state that there is not means all."""
    state = args.get("state", "")
    return Wanted(
        state if state in MAIL.states else "",
        args.get("q", "").strip()[:200],
        args.get("about", "").strip()[:64],
    )


def matching(wanted: Wanted) -> QuerySet:
    """Of every state: the tabs count them."""
    found = Message.objects
    if wanted.about:
        found = found.filter(about=wanted.about)
    if wanted.text:
        found = found.filter(
            __raw__={
                "$or": [
                    {"recipient.email": having(wanted.text)},
                    {"reference": having(wanted.text)},
                ]
            }
        )
    return found


def having(text: str) -> dict[str, str]:
    """A condition: holds this text, in whatever case. Spelt out as $regex with $options: the
    embedded store finds nothing by a compiled pattern on an indexed list.
    """
    return {"$regex": re.escape(text), "$options": "i"}


def counts(wanted: Wanted) -> dict[str, int]:
    found = matching(wanted)
    return {state: found.filter(state=state).count() for state in MAIL.states}


def page_of(wanted: Wanted, number: int) -> Page[Message]:
    """Newest first."""
    found = matching(wanted)
    if wanted.state:
        found = found.filter(state=wanted.state)
    rows = found.order_by("-created_at").skip(skipped(number)).limit(SIZE).exclude(*CONTENT)
    return Page(list(rows), found.count(), number)

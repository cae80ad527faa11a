"""Finding mails: by state and kind, by address, reference, subject or Message-ID, by day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.notifications.documents import Message
from services.notifications.workflow.mail import MAIL
from shared.ambient import HELSINKI
from shared.web.fields import read_date
from shared.web.paging import SIZE, Page, skipped

SEARCHED = ("recipient.email", "reference", "subject", "message_id")


@dataclass(frozen=True)
class Wanted:
    """`template` is the kind of mail, `since` and `until` days as they were typed."""

    state: str = ""
    text: str = ""
    about: str = ""
    template: str = ""
    since: str = ""
    until: str = ""


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """From the address; a state that there is not means all."""
    state = args.get("state", "")

    def typed(name: str, most: int) -> str:
        return args.get(name, "").strip()[:most]

    return Wanted(
        state if state in MAIL.states else "",
        typed("q", 200),
        typed("about", 64),
        typed("kind", 64),
        typed("since", 20),
        typed("until", 20),
    )


def matching(wanted: Wanted) -> dict[str, Any]:
    """A condition; of every state: the tabs count them."""
    found: dict[str, Any] = {}
    if wanted.about:
        found["about"] = wanted.about
    if wanted.template:
        found["template"] = wanted.template
    if wanted.text:
        found["$or"] = [{name: having(wanted.text)} for name in SEARCHED]
    first, last = read_date(wanted.since), read_date(wanted.until)
    days = {"$gte": _midnight(first)} if first else {}
    days |= {"$lt": _midnight(last + timedelta(days=1))} if last else {}
    return found | ({"created_at": days} if days else {})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HELSINKI)


def having(text: str) -> dict[str, str]:
    """A condition: holds this text, in whatever case. Spelt out as $regex with $options: the
    embedded store finds nothing by a compiled pattern on an indexed list.
    """
    return {"$regex": re.escape(text), "$options": "i"}


def counts(wanted: Wanted) -> dict[str, int]:
    steps = [{"$match": matching(wanted)}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    by_state = {row["_id"]: row["count"] for row in Message._get_collection().aggregate(steps)}
    return {state: by_state.get(state, 0) for state in MAIL.states}


def page_of(wanted: Wanted, number: int) -> Page[Message]:
    """Newest first."""
    found = _found(wanted)
    return Page(list(found.skip(skipped(number)).limit(SIZE)), found.count(), number)


def all_of(wanted: Wanted) -> Iterator[Message]:
    """Newest first, read as it goes."""
    yield from _found(wanted).no_cache()


def _found(wanted: Wanted) -> Any:
    chosen = {"state": wanted.state} if wanted.state else {}
    return Message.objects(__raw__=matching(wanted) | chosen).order_by("-created_at")

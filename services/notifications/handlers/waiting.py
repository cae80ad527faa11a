"""Finding the mails of the human outbox: what waits, in the order in which it waits."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from mongoengine import Q
from mongoengine.queryset import QuerySet

from services.notifications.documents import Message
from services.notifications.listing import having
from services.notifications.workflow.mail import UNRELEASED, WAITING
from shared.settings import LANGUAGES
from shared.web.paging import SIZE, Page, skipped

SORTS = {"since": "created_at", "-since": "-created_at"}
OLDEST_FIRST = "since"


@dataclass(frozen=True)
class Wanted:
    """What a list of the outbox shows. `template` is the kind of mail."""

    state: str = WAITING
    template: str = ""
    language: str = ""
    text: str = ""
    sort: str = OLDEST_FIRST


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """From an address; what there is not means no choice."""

    def known(name: str, values: Container[str], otherwise: str = "") -> str:
        value = args.get(name, "")
        return value if value in values else otherwise

    return Wanted(
        state=known("state", UNRELEASED, WAITING),
        template=args.get("kind", "").strip()[:64],
        language=known("language", LANGUAGES),
        text=args.get("q", "").strip()[:200],
        sort=known("sort", SORTS, OLDEST_FIRST),
    )


def matching(wanted: Wanted, state: str) -> QuerySet:
    found = Message.objects(state=state)
    if wanted.template:
        found = found.filter(template=wanted.template)
    if wanted.language:
        found = found.filter(recipient__language=wanted.language)
    if wanted.text:
        words = having(wanted.text)
        places = ("recipient.email", "recipient.name", "reference")
        found = found.filter(__raw__={"$or": [{place: words} for place in places]})
    return found


def counts(wanted: Wanted) -> dict[str, int]:
    return {state: matching(wanted, state).count() for state in UNRELEASED}


def count_waiting() -> int:
    return int(Message.objects(state=WAITING).count())


def page_of(wanted: Wanted, number: int) -> Page[Message]:
    found = matching(wanted, wanted.state)
    rows = found.order_by(SORTS[wanted.sort], "id").skip(skipped(number)).limit(SIZE)
    return Page(list(rows), found.count(), number)


def kinds_waiting() -> list[str]:
    """The kinds of mail that there are in the outbox just now."""
    return sorted(Message.objects(state__in=UNRELEASED).distinct("template"))


def next_after(message: Message, wanted: Wanted) -> Message | None:
    """The one below it in the list, else the first: so the whole list is walked through once."""
    others = matching(wanted, wanted.state).filter(id__ne=message.id)
    others = others.order_by(SORTS[wanted.sort], "id")
    at = message.created_at
    below = Q(created_at__gt=at) if wanted.sort == OLDEST_FIRST else Q(created_at__lt=at)
    same_moment = Q(created_at=at, id__gt=message.id)
    found: Message | None = others.filter(below | same_moment).first() or others.first()
    return found


def since(message: Message) -> datetime:
    """Since when it waits, or is on hold."""
    entered = [step["at"] for step in message.history if step["state"] != step["source_state"]]
    return entered[-1] if entered else message.created_at


def is_overdue(message: Message, now: datetime) -> bool:
    return any(task["due_at"] <= now for task in message.tasks)

"""Finding subscribers: by state, kind and language, by address or organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mongoengine.queryset import QuerySet

from services.notifications.documents import Subscriber
from services.notifications.listing import having
from services.notifications.workflow.bulletin import KINDS
from services.notifications.workflow.subscriber import SUBSCRIBED, SUBSCRIBER
from shared.settings import LANGUAGES
from shared.web.paging import SIZE, Page, skipped

SEARCHED = ("email", "name", "organisation", "asked.name", "asked.organisation")
# the subscribers first: they are what the office looks for
STATES = (SUBSCRIBED, *(state for state in SUBSCRIBER.states if state != SUBSCRIBED))


@dataclass(frozen=True)
class Wanted:
    """An empty text is any, but for the state: without one it is those who are subscribers now."""

    state: str = SUBSCRIBED
    kind: str = ""
    language: str = ""
    text: str = ""


def read_wanted(args: Mapping[str, str]) -> Wanted:
    """From the address; what there is not counts as not asked."""
    return Wanted(
        state=_known(args.get("state", ""), STATES) or SUBSCRIBED,
        kind=_known(args.get("kind", ""), KINDS),
        language=_known(args.get("language", ""), LANGUAGES),
        text=args.get("q", "").strip()[:200],
    )


def _known(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def matching(wanted: Wanted) -> QuerySet:
    """Of every state: the tabs count them."""
    conditions: list[dict[str, Any]] = []
    if wanted.kind:
        conditions.append({"$or": [{"kinds": wanted.kind}, {"asked.kinds": wanted.kind}]})
    if wanted.language:
        conditions.append({"language": wanted.language})
    if wanted.text:
        conditions.append({"$or": [{name: having(wanted.text)} for name in SEARCHED]})
    found = Subscriber.objects.exclude("history")
    return found.filter(__raw__={"$and": conditions}) if conditions else found


def counts(wanted: Wanted) -> dict[str, int]:
    found = matching(wanted)
    return {state: found.filter(state=state).count() for state in STATES}


def page_of(wanted: Wanted, number: int) -> Page[Subscriber]:
    """Newest first."""
    found = matching(wanted).filter(state=wanted.state)
    rows = found.order_by("-created_at").skip(skipped(number)).limit(SIZE)
    return Page(list(rows), found.count(), number)


def figures() -> dict[str, int]:
    """How many get each kind now."""
    return {kind: Subscriber.objects(state=SUBSCRIBED, kinds=kind).count() for kind in KINDS}


def contact_persons() -> Iterator[Subscriber]:
    """All who are subscribers now and have told their organisation, whatever they get."""
    found = Subscriber.objects(state=SUBSCRIBED, organisation__ne="").exclude("history")
    return iter(sorted(found, key=lambda person: (person.organisation, person.name)))

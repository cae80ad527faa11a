"""Finding subscribers: by state, kind and language, by address or organisation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.notifications.documents import Subscriber
from services.notifications.roll import Entry
from services.notifications.workflow.bulletin import KINDS
from services.notifications.workflow.subscriber import SUBSCRIBED, SUBSCRIBER
from shared.settings import LANGUAGES
from shared.web.paging import SIZE, Page, skipped

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


def matching(roll: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    """Of every state: the tabs count them. Of those who have not confirmed, what they asked for."""
    text = wanted.text.casefold()
    return [
        one
        for one in roll
        if (not wanted.kind or wanted.kind in one.kinds or wanted.kind in one.asked_kinds)
        and (not wanted.language or wanted.language == one.language)
        and (not text or any(text in said.casefold() for said in _searched(one)))
    ]


def _searched(one: Entry) -> tuple[str, ...]:
    return one.email, one.name, one.organisation, one.asked_name, one.asked_organisation


def counts(found: Iterable[Entry]) -> dict[str, int]:
    by_state = Counter(one.state for one in found)
    return {state: by_state[state] for state in STATES}


def page_of(found: Iterable[Entry], state: str, number: int) -> Page[Subscriber]:
    """Newest first."""
    listed = [one for one in found if one.state == state]
    listed.sort(key=lambda one: one.created_at, reverse=True)
    first = skipped(number)
    shown = [one.id for one in listed[first : first + SIZE]]
    found_now = {one.id: one for one in Subscriber.objects(id__in=shown).exclude("history")}
    return Page([found_now[key] for key in shown if key in found_now], len(listed), number)


def figures(roll: Sequence[Entry]) -> dict[str, int]:
    """How many get each kind now."""
    return {kind: sum(one.gets(kind) for one in roll) for kind in KINDS}


def contact_persons(roll: Iterable[Entry]) -> list[Entry]:
    """All who are subscribers now and have told their organisation, whatever they get."""
    found = [one for one in roll if one.state == SUBSCRIBED and one.organisation]
    return sorted(found, key=lambda one: (one.organisation, one.name))

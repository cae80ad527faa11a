"""Partner searches: announced, confirmed, checked, answered, prolonged, ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.deeds.documents import PartnerSearch
from services.deeds.documents.deed import next_number
from services.deeds.handlers.form_keys import hold_back_floods, id_of_form
from services.deeds.workflow.partner import EXPIRED, OPEN, UNCONFIRMED
from shared import ambient
from shared.errors import InvalidInput, NotFound
from shared.roles import Role
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

# what readers see of an announcement, and staff may correct
TOLD = ("language", "title", "text", "wished", "organisation", "sector", "region", "themes")
AUTHOR = ("name", "email", "phone")
TEXTS = ("title", "text", "wished", "organisation")
ANSWER = ("name", "email", "organisation", "message")


def author_of(search: PartnerSearch) -> Actor:
    return Actor(Role.AUTHOR, search.author["name"], search.author["email"])


def announce(answers: Mapping[str, Any], *, key: str) -> PartnerSearch:
    """`key` is the form's own: a repeat returns the announcement that it made.

    Raises InvalidInput ("own_address"), TransitionNotAllowed ("too_many").
    """
    search_id = id_of_form(key)
    made: PartnerSearch | None = PartnerSearch.objects(id=search_id).first()
    if made:
        return made
    keep_address_out(answers, answers["email"])
    hold_back_floods(PartnerSearch, "announce", "author.email", answers["email"])
    search = PartnerSearch(
        id=search_id,
        number=next_number("partner"),
        ends_on=answers["ends_on"].isoformat(),
        author={name: answers[name] for name in AUTHOR} | {"language": answers["mail_language"]},
        **{name: answers[name] for name in TOLD},
    )
    return perform(search, "announce", author_of(search), cause=f"form:{key}")


def keep_address_out(answers: Mapping[str, Any], email: str) -> None:
    """Readers answer through us. Raises InvalidInput where a text has the author's own address."""
    told = [name for name in TEXTS if email.casefold() in answers[name].casefold()]
    if told:
        raise InvalidInput({name: ["own_address"] for name in told})


def search_by_id(search_id: str) -> PartnerSearch:
    """Raises NotFound."""
    found: PartnerSearch | None = PartnerSearch.objects(id=search_id).first()
    if found is None:
        raise NotFound(f"no partner search {search_id}")
    return found


def search_by_number(number: int) -> PartnerSearch:
    """Raises NotFound."""
    # beyond 64 bits the store cannot even look
    found: PartnerSearch | None = (
        PartnerSearch.objects(number=number).first() if number < 2**63 else None
    )
    if found is None:
        raise NotFound(f"no partner search number {number}")
    return found


# --- what readers look for


@dataclass(frozen=True)
class Wish:
    """What narrows the list; "" is anything."""

    sector: str = ""
    region: str = ""
    theme: str = ""

    def conditions(self) -> dict[str, Any]:
        named = {"sector": self.sector, "region": self.region, "themes": self.theme}
        return {name: value for name, value in named.items() if value}


def open_searches(wish: Wish, *, skip: int, limit: int) -> tuple[list[PartnerSearch], int]:
    """A page of those that stand today, the newest first, and how many there are in all."""
    standing = {"state": OPEN, "ends_on": {"$gte": ambient.today().isoformat()}}
    found = PartnerSearch.objects(__raw__=standing | wish.conditions())
    newest = found.exclude("history", "answers", "mails", "author").order_by("-published_at")
    return list(newest.skip(skip).limit(limit)), found.count()


def is_open(search: PartnerSearch) -> bool:
    """Not after its last day, even if the timer that ends it is late."""
    return search.state == OPEN and search.ends_on >= ambient.today().isoformat()


def answer_search(search: PartnerSearch, answers: Mapping[str, Any], *, key: str) -> PartnerSearch:
    """The author gets it by mail. `key` comes with the form: a double click answers once.

    Raises TransitionNotAllowed: "past_date", "too_many", or when it is no longer open.
    """
    answer = {name: answers[name] for name in ANSWER}
    return perform(
        search,
        "answer",
        Actor(Role.READER, answer["name"], answer["email"]),
        pushes={"answers": {**answer, "at": ambient.now()}},
        data={"answer": answer},
        cause=f"form:{key}",
    )


# --- what the author does


def confirm_search(search: PartnerSearch) -> PartnerSearch:
    """The address is the author's own. A repeat returns what stands."""
    now = ambient.now()
    return perform(
        search, "confirm", author_of(search), sets={"submitted_at": now}, cause="confirm"
    )


def prolong_search(search: PartnerSearch, *, ends_on: date, pin: Pin) -> PartnerSearch:
    """Raises InvalidInput when the new last day is not after the present one."""
    if search.has_handled("prolong", pin.cause):
        return search
    if ends_on.isoformat() <= search.ends_on:
        raise InvalidInput({"ends_on": ["not_later"]})
    return perform(
        search,
        "prolong",
        author_of(search),
        sets={"ends_on": ends_on.isoformat()},
        data={"before": search.ends_on, "now": ends_on.isoformat()},
        cause=pin.cause,
        expected_version=pin.version,
    )


def end_search(search: PartnerSearch, *, by: Actor, pin: Pin) -> PartnerSearch:
    return perform(search, "end", by, cause=pin.cause, expected_version=pin.version)


def request_link(search: PartnerSearch) -> PartnerSearch:
    """A fresh link to the author's address, of the kind that the state asks for: one an hour."""
    purpose = "partner-confirm" if search.state == UNCONFIRMED else "partner"
    return perform(
        search,
        "request_link",
        author_of(search),
        data={"purpose": purpose},
        cause=f"link:{ambient.now():%Y%m%d%H}",
    )


def delete_expired_searches() -> int:
    """What nobody confirmed leaves nothing behind."""
    return int(PartnerSearch.objects(state=EXPIRED, outbox__size=0).delete())


# --- what the office does


def correct_search(
    search: PartnerSearch, answers: Mapping[str, Any], *, by: Actor, pin: Pin
) -> PartnerSearch:
    """Each change stands in the history word for word. Raises InvalidInput when there is none."""
    if search.has_handled("correct", pin.cause):
        return search
    keep_address_out(answers, search.author["email"])
    new = {name: _stored(value) for name, value in answers.items()}
    changed = {name: value for name, value in new.items() if value != getattr(search, name)}
    if not changed:
        raise InvalidInput({"_schema": ["nothing_changed"]})
    rows = [
        {"field": name, "before": _plain(getattr(search, name)), "now": value}
        for name, value in changed.items()
    ]
    return perform(
        search,
        "correct",
        by,
        sets=changed,
        data={"changes": rows},
        cause=pin.cause,
        expected_version=pin.version,
    )


def publish_search(search: PartnerSearch, *, by: Actor, pin: Pin) -> PartnerSearch:
    """Raises TransitionNotAllowed ("past_date") when its last day is over."""
    return perform(
        search,
        "publish",
        by,
        sets={"published_at": ambient.now(), "decision": _decision("published", "", by)},
        cause=pin.cause,
        expected_version=pin.version,
    )


def decline_search(search: PartnerSearch, *, grounds: str, by: Actor, pin: Pin) -> PartnerSearch:
    return perform(
        search,
        "decline",
        by,
        sets={"decision": _decision("declined", grounds, by)},
        data={"grounds": grounds, "decided_by": by.name},
        cause=pin.cause,
        expected_version=pin.version,
    )


def _decision(outcome: str, grounds: str, by: Actor) -> dict[str, Any]:
    return {"outcome": outcome, "grounds": grounds, "by": by.name, "at": ambient.now()}


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value

"""The history of a case as the office reads it: who, when, what was said, which mails followed."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from services.applications import words
from services.applications.staff.wording import FIELDS
from shared.web.formats import clock, finnish_date
from shared.web.story import Storyteller, Told

UNTOLD = ("save",)  # each page of a draft that was kept: nobody asks for that


def _asked(data: Told) -> str:
    sections = ", ".join(str(words.SECTIONS.get(name, name)) for name in data["sections"])
    deadline = _("Answer by %(date)s.", date=finnish_date(data["answer_by"]))
    return f"{sections}. {deadline}\n{data['message']}"


def _answered(data: Told) -> str:
    changed = ", ".join(str(FIELDS.get(name, name)) for name in data["changed"])
    first = _("Changed: %(fields)s", fields=changed) if changed else _("Nothing was changed.")
    return "\n".join(filter(None, (first, data.get("answer"))))


def _granted(data: Told) -> str:
    facts = data["application"]
    order = _(
        "Days: %(days)s. Expert: %(expert)s. Date: %(date)s, starting at %(time)s.",
        days=facts["days"],
        expert=facts["expert"]["name"],
        date=finnish_date(facts["date"]),
        time=clock(facts["start_time"]),
    )
    return f"{order}\n{data['grounds']}"


def _chosen(data: Told) -> str:
    facts = data["application"]
    return f"{facts['expert']['name']}, {finnish_date(facts['date'])}"


def _moved(data: Told) -> str:
    facts = data["application"]
    moved = _(
        "From %(old)s to %(new)s.",
        old=f"{finnish_date(data['old_date'])} {clock(data['old_start_time'])}",
        new=f"{finnish_date(facts['date'])} {clock(facts['start_time'])}",
    )
    return f"{moved}\n{data['reason']}"


def _rated(data: Told) -> str:
    rating = _("Rating: %(rating)s of 5", rating=data["rating"])
    return "\n".join(filter(None, (rating, data.get("comment"))))


SAYS: dict[str, Callable[[Told], str]] = {
    "ask_more": _asked,
    "answer": _answered,
    "grant": _granted,
    "reject": lambda data: str(data["grounds"]),
    "decline": lambda data: str(data["reason"]),
    "choose": _chosen,
    "move": _moved,
    "cancel": lambda data: str(data.get("reason", "")),  # a round is cancelled without one
    "withdraw": lambda data: str(data.get("reason", "")),
    "report": lambda data: str(data["summary"]),
    "give_feedback": _rated,
    "called": lambda data: str(data.get("note", "")),
    "request_link": lambda data: str(data["recipient"]),
}

teller = Storyteller(words.ACTIONS, words.ROLES, SAYS, UNTOLD)
story_of = teller.story_of
changes_since = teller.changes_since

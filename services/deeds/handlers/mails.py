"""Each case shows which mails went to whom, and asks for help when one did not arrive."""

from __future__ import annotations

from typing import Any

from services.deeds.documents import Award, Deed, PartnerSearch, Tip
from shared.contracts import notifications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models.mails import follow_mail, has_address
from shared.workflow.case import Case

MAILED = (Deed, Tip, PartnerSearch, Award)


def when_mail_moved_note_on_case(event: Event) -> None:
    for case_class in MAILED:
        follow_mail(case_class, event, address_corrected, awaited)


def awaited(case: Case) -> list[str]:
    people = (getattr(case, "author", {}), getattr(case, "invited", {}), *getattr(case, "jury", ()))
    return [person["email"] for person in people if person.get("email")]


def address_corrected(case: Case, old: str, new: str) -> dict[str, Any]:
    """Those whom we mail. What a deed shows its readers is its author's own to correct."""
    people = {name: getattr(case, name, {}) for name in ("author", "tipster", "invited")}
    sets: dict[str, Any] = {
        name: {**person, "email": new}
        for name, person in people.items()
        if has_address(person, old)
    }
    jury = getattr(case, "jury", [])
    if any(has_address(juror, old) for juror in jury):
        sets["jury"] = [
            {**juror, "email": new} if has_address(juror, old) else juror for juror in jury
        ]
    return sets


HANDLERS: dict[type[EventContract], list[Handler]] = {
    **{contract: [when_mail_moved_note_on_case] for contract in notifications.MAIL_EVENTS},
}

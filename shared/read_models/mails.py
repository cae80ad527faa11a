"""Which mails went to whom, shown on the case they are about, and whether one did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from shared.errors import Conflict, TransitionNotAllowed
from shared.messaging.envelope import Event
from shared.read_models.items import set_item_if_newer
from shared.read_models.model import View
from shared.read_models.shadow import is_shadowing
from shared.workflow.case import Case
from shared.workflow.mail_rows import COUNT_ANEW, MAIL
from shared.workflow.perform import perform
from shared.workflow.table import SYSTEM

C = TypeVar("C", bound=Case)
Corrected = Callable[[C, str, str], Mapping[str, Any]]
"""(case, old address, new address) → the fields to set; {} where the case has the old nowhere."""
Awaited = Callable[[C], Collection[str]]
"""case → addresses of those whose answer it waits for now"""

NOT_REACHED = ("failed", "bounced")


def follow_mail(
    case_class: type[C], event: Event, corrected: Corrected[C], awaited: Awaited[C]
) -> None:
    """All that a mail.* event means to the case it is about. Idempotent, safe when reordered; a
    mail about a case of another class changes nothing.
    """
    about = event.data["about"]
    if not note_mail(case_class, event) or is_shadowing():
        return  # in a rebuild: the steps were taken when the mail moved
    if event.type.startswith("mail.readdressed."):
        _correct(case_class, event, corrected)
    if leaves_late(event):
        _count_anew(case_class, event, awaited)
    if event.type.split(".")[1] in NOT_REACHED:
        _fail(case_class, event)
    # after the failure, not instead of it: a newer event may have been noted meanwhile
    # most mails arrive: their cases have no such task, and are not read at all
    case = case_class.objects(__raw__={"_id": about, "tasks.name": MAIL.name}).first()
    if case and not undelivered(case):
        _take(case, "mail_settled", event)


def undelivered(case: Any) -> list[dict[str, Any]]:
    """The mails about it that did not arrive, as things stand."""
    return [mail for mail in case.mails if mail["state"] in NOT_REACHED]


def has_address(person: Mapping[str, Any], email: str) -> bool:
    """Letter case says nothing in an address."""
    return str(person.get("email") or "").casefold() == email.casefold()


def leaves_late(event: Event) -> bool:
    """Released, sent again or to a corrected address. One that is queued as it is written is not:
    that is the first step of a mail.
    """
    moved = event.type.split(".")[1]
    return moved == "readdressed" or (moved == "queued" and event.sequence > 1)


def note_mail(case_class: type[Case], event: Event) -> bool:
    """Keep one row a mail in the case's `mails`, the newest standing. Whether there is such a case.

    Idempotent, safe against reordering.
    """
    mail = event.data
    noted: dict[str, Any] = {
        "message_id": mail["message_id"],
        "event_id": mail["event_id"],
        "template": mail["template"],
        "recipient": mail["recipient"],
        "subject": mail["subject"],
        "state": event.type.split(".")[1],
        "reason": mail["reason"],
        "at": event.time,
        "sequence": event.sequence,
    }
    return set_item_if_newer(case_class, mail["about"], "mails", noted, same="message_id")


def _fail(case_class: type[C], event: Event) -> None:
    case = _read(case_class, event.data["about"])
    told = {name: event.data[name] for name in ("message_id", "subject", "recipient", "reason")}
    # overtaken by a newer event of the same mail: there is nothing to do any more
    if case and any(
        mail["message_id"] == told["message_id"] and mail["sequence"] == event.sequence
        for mail in case.mails
    ):
        _take(case, "mail_failed", event, data=told)


def _correct(case_class: type[C], event: Event, corrected: Corrected[C]) -> None:
    old, new = event.data["old_recipient"], event.data["recipient"]
    while case := _read(case_class, event.data["about"]):
        sets = corrected(case, old, new)
        if not sets:
            return
        try:
            # pinned: what somebody else writes meanwhile into the same field is not undone
            told = {"old": old, "new": new}
            _take(case, "correct_address", event, data=told, sets=sets, version=case.version)
            return
        except Conflict:
            continue


def _count_anew(case_class: type[C], event: Event, awaited: Awaited[C]) -> None:
    while case := _read(case_class, event.data["about"]):
        recipients = {email.casefold() for email in awaited(case)}
        if event.data["recipient"].casefold() not in recipients:
            return
        if event.data["event_id"] != step_with_reminders(case):
            return
        try:
            # pinned: the reminders of the next state are none of this mail's
            _take(case, COUNT_ANEW, event, version=case.version)
            return
        except Conflict:
            continue


def step_with_reminders(case: Case) -> str:
    """Id of the step whose mail asks for what the case reminds of now; empty without reminders."""
    anew = case.workflow.find(COUNT_ANEW, case.state)
    reminders = {timer.action for timer in anew.starts} if anew else set()
    for entry in reversed(case.history):
        row = case.workflow.find(entry["action"], entry["source_state"])
        started = {timer.action for timer in row.starts} if row else set()
        if entry["action"] != COUNT_ANEW and reminders & started:
            return str(entry["id"])
    return ""


def _take(
    case: Case,
    action: str,
    event: Event,
    *,
    data: Mapping[str, Any] | None = None,
    sets: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> None:
    """Where the table has the step: a draft is its author's own, and none of the office's."""
    try:
        perform(
            case, action, SYSTEM, data=data, sets=sets, cause=event.id, expected_version=version
        )
    except TransitionNotAllowed:
        pass


def _read(case_class: type[C], key: str) -> C | None:
    found: C | None = case_class.objects(id=key).first()
    return found


def mails_on(case_class: type[Case]) -> View:
    """Where a service's read model of mails has the rows that `note_mail` writes."""
    return View(case_class, items="mails", same=("message_id",), order="at")

"""What happened to the cases that mails are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.notifications.documents import CaseStanding, Message
from services.notifications.handlers.queueing import MailHandler
from shared.contracts import applications, awards, deeds, partners, tips
from shared.contracts.base import EventContract, all_contracts
from shared.messaging.envelope import Event
from shared.read_models import keep_newest_items
from shared.settings import Settings

Step = dict[str, Any]  # event_id, type, at, sequence

KEPT = 30  # steps of a case: more than ever happen while a mail waits
ABOUT_CASES = frozenset(module.__name__ for module in (applications, deeds, tips, partners, awards))

# steps after which everything that a mail about the case says is as true as before
CHANGES_NOTHING = frozenset(
    {
        applications.DraftKept,
        applications.FeedbackGiven,
        applications.ReminderSent,
        applications.LinkRequested,
        deeds.DeedDraftKept,
        deeds.DeedReminder,
        deeds.DeedLinkRequested,
        partners.PartnerSearchAnswered,
        partners.PartnerSearchLinkRequested,
        awards.JurorInvited,
        awards.JuryReminded,
        awards.JuryLinkRequested,
    }
)


def case_contracts() -> list[type[EventContract]]:
    """Every event that a case can tell of itself."""
    return [contract for contract in all_contracts() if contract.__module__ in ABOUT_CASES]


def when_case_moves_note_its_step(event: Event, _settings: Settings) -> None:
    """Idempotent, safe against reordering: steps are kept by their place in the case, not ours."""
    step = {
        "event_id": event.id,
        "type": event.type,
        "at": event.time,
        "sequence": event.sequence,
    }
    keep_newest_items(CaseStanding, event.subject, "steps", step, same="event_id", kept=KEPT)


def changes_since(message: Message) -> list[Step]:
    """What has happened to its case since the mail was written, oldest first."""
    return changes_of([message])[message.id]


def changes_of(messages: Iterable[Message]) -> dict[str, list[Step]]:
    """The same for several, in one look: mail → steps. The step that made a mail never counts."""
    compared = {message.id: message for message in messages}
    cases = {message.about for message in compared.values() if message.case_sequence > 0}
    known = {found.id: found.steps for found in CaseStanding.objects(id__in=list(cases))}
    return {
        key: newer(known.get(message.about, ()), message.case_sequence)
        for key, message in compared.items()
    }


def newer(steps: Iterable[Step], sequence: int) -> list[Step]:
    """Of a mail that tells of no version of its case (0) nothing can be said."""
    later = [step for step in steps if 0 < sequence < step["sequence"]]
    return sorted(later, key=lambda step: int(step["sequence"]))


HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    contract: [when_case_moves_note_its_step]
    for contract in case_contracts()
    if contract not in CHANGES_NOTHING
}

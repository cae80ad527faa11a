"""What the cases of a service have told, and the mails that follow from it."""

from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import mails_of
from shared.contracts.base import contract_for
from shared.messaging.envelope import Event
from shared.messaging.outbox import untold


def events_of(case_classes):
    """All that waits in the outboxes, as a handler gets it, in the order it happened."""
    found = [event for each in case_classes for case in untold(each) for event in case.events]
    found.sort(key=lambda event: (event.time, event.sequence))
    return [
        Event(**{**vars(event), "data": contract_for(event.type).read(event.data)})
        for event in found
    ]


def mails_because_of(events, settings):
    """What notifications makes of them; nothing is stored."""
    return [
        mail
        for event in events
        for mail in mails_of(event, settings, HANDLERS.get(contract_for(event.type), []))
    ]

"""Which event is handled by what: the indexes of all subjects together."""

from __future__ import annotations

from services.deeds.handlers import awards, catalogue, home, mails, tips
from shared.contracts.base import EventContract
from shared.messaging.worker import Handler

HANDLERS: dict[type[EventContract], list[Handler]] = {}
for subject in (home, catalogue, tips, awards, mails):
    for contract, handlers in subject.HANDLERS.items():
        HANDLERS.setdefault(contract, []).extend(handlers)

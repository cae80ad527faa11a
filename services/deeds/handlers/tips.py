from shared.contracts.base import EventContract
from shared.messaging.worker import Handler

HANDLERS: dict[type[EventContract], list[Handler]] = {}

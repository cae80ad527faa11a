"""What this service listens to and repeats."""

from __future__ import annotations

from datetime import timedelta

from services.notifications.delivery import delivery
from services.notifications.documents import SERVICE, Message
from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.queueing import MailHandler
from services.notifications.metrics import mails_by_state
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler, Loop, Worker
from shared.settings import Settings
from shared.web.metrics import register_gauge_source


def worker(settings: Settings) -> Worker:
    register_gauge_source(mails_by_state)
    return Worker(
        name=SERVICE,
        handlers={
            contract: [with_settings(handler, settings) for handler in handlers]
            for contract, handlers in HANDLERS.items()
        },
        cases=(Message,),
        loops=(Loop("deliver mails", delivery(settings), timedelta(seconds=5), (Message,)),),
    )


def with_settings(handler: MailHandler, settings: Settings) -> Handler:
    def handle(event: Event) -> None:
        handler(event, settings)

    handle.__name__ = getattr(handler, "__name__", "handle")
    return handle

"""What this service listens to and repeats."""

from __future__ import annotations

from datetime import timedelta

from services.notifications import pango
from services.notifications.delivery.bulletins import bulletin_sending
from services.notifications.delivery.mails import delivery
from services.notifications.delivery.pace import Pace
from services.notifications.documents import (
    SERVICE,
    Bulletin,
    Message,
    ReturnedMail,
    Subscriber,
)
from services.notifications.handlers.events import HANDLERS
from services.notifications.handlers.forgetting import forget_old_mails
from services.notifications.handlers.morning import send_morning_mails
from services.notifications.handlers.queueing import with_settings
from services.notifications.handlers.returned import reading
from services.notifications.metrics import mails_by_state, subscribers_by_state
from services.notifications.roll_keeping import RollKeeping
from shared.messaging.worker import Loop, Worker
from shared.settings import Settings
from shared.web.metrics import register_gauge_source


def worker(settings: Settings) -> Worker:
    pango.require()  # said at the start, not by the first decision
    pace = Pace(settings.mails_a_minute)
    register_gauge_source(mails_by_state)
    register_gauge_source(subscribers_by_state)
    return Worker(
        name=SERVICE,
        handlers={
            contract: [with_settings(handler, settings) for handler in handlers]
            for contract, handlers in HANDLERS.items()
        },
        cases=(Message, Subscriber),
        loops=(
            Loop("deliver mails", delivery(settings, pace), timedelta(seconds=5), (Message,)),
            Loop(
                "send bulletins",
                bulletin_sending(settings, pace),
                timedelta(seconds=5),
                (Bulletin,),
            ),
            Loop("keep the roll of subscribers", RollKeeping().run_once, timedelta(seconds=20)),
            Loop("read returned mails", reading(settings), timedelta(seconds=10), (ReturnedMail,)),
            Loop("forget old mails", forget_old_mails, timedelta(hours=6)),
            Loop("morning mail", lambda: send_morning_mails(settings), timedelta(minutes=1)),
        ),
    )

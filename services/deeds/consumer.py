"""What the home page's service listens to. It tells nobody anything yet."""

from __future__ import annotations

from services.deeds.documents import SERVICE
from services.deeds.handlers import HANDLERS
from shared.messaging.worker import Worker
from shared.settings import Settings


def worker(_settings: Settings) -> Worker:
    return Worker(SERVICE, HANDLERS)

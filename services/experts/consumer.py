"""What the pool listens to, and what it tells."""

from __future__ import annotations

from services.experts.documents import SERVICE, Expert
from services.experts.handlers import HANDLERS
from shared import store
from shared.messaging.worker import Worker
from shared.settings import Settings


def worker(settings: Settings) -> Worker:
    store.connect(settings, SERVICE)
    return Worker(SERVICE, HANDLERS, cases=(Expert,))

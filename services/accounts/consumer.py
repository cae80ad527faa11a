"""What the accounts service tells and repeats; it listens to nobody."""

from __future__ import annotations

from services.accounts.documents import SignIn
from shared.messaging.worker import Worker
from shared.settings import Settings


def worker(_settings: Settings) -> Worker:
    return Worker("accounts", cases=(SignIn,))

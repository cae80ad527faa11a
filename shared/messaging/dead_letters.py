"""The operator's side of what could not be handled: find, replay, drop; on whichever bus."""

from __future__ import annotations

from shared.messaging.dead_letter import EVERY, Choice, DeadLetter, DeadLetters
from shared.messaging.queued_dead_letters import QueuedDeadLetters
from shared.messaging.stored_dead_letters import StoredDeadLetters
from shared.settings import Settings

__all__ = ["EVERY", "Choice", "DeadLetter", "DeadLetters", "dead_letters"]


def dead_letters(settings: Settings) -> DeadLetters:
    """For the in-process bus, connect the stores of the services you ask about first."""
    if settings.bus == "rabbitmq":
        return QueuedDeadLetters(settings.broker_url)
    return StoredDeadLetters()

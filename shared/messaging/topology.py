"""Every name in RabbitMQ, and what has to be declared there. Pure: adapters declare it.

One topic exchange; for each consuming service a quorum queue, and beside it one retry queue for
each delay, whose messages go back to this service's own queue when their time is over, and a queue
of dead letters. Everything is durable, on quorum queues, and moved on by the broker at least once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared.messaging.retries import DELAYS
from shared.messaging.worker import Worker

EXCHANGE = "kunteko.events"

# what travels with a message from queue to queue
PROPERTIES = (
    "message_id",
    "correlation_id",
    "type",
    "app_id",
    "timestamp",
    "content_type",
    "content_encoding",
)

# headers that we add to a message that could not be handled
ATTEMPT = "x-attempt"
REASON = "x-reason"
SERVICE = "x-service"
FIRST_FAILED = "x-first-failed"

MISSING = 404  # AMQP's NOT_FOUND; what exists otherwise is 406, PRECONDITION_FAILED
# a message that takes its process down this often is a dead letter too; so many, because a broker
# out of disk takes connections down as well, and for long
CRASHES = 100
UNLIMITED = 1_000_000  # reading the dead letters returns them to their queue: that is no failure


def queue(service: str) -> str:
    return f"kunteko.{service}"


def retry_queue(queue: str, delay: timedelta) -> str:
    return f"{queue}.retry.{delay.total_seconds():g}s"


def dead_queue(queue: str) -> str:
    return f"{queue}.dead"


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: Mapping[str, Any]
    bindings: tuple[str, ...] = field(default=())  # event types, on EXCHANGE


def queues_of(service: str, event_types: Iterable[str]) -> tuple[Queue, ...]:
    """The queues of a service that listens to these events."""
    main = queue(service)
    dead = dead_queue(main)
    return (
        Queue(dead, _quorum(UNLIMITED)),
        *(_retry(main, delay) for delay in DELAYS),
        Queue(main, _quorum(CRASHES) | _moves_on_to(dead), tuple(sorted(event_types))),
    )


def queues(workers: Iterable[Worker]) -> tuple[Queue, ...]:
    """The queues of all workers that listen to anything."""
    return tuple(
        each
        for worker in workers
        if worker.contracts
        for each in queues_of(worker.name, worker.contracts)
    )


def _retry(main: str, delay: timedelta) -> Queue:
    waits = {"x-message-ttl": int(delay.total_seconds() * 1000)}
    return Queue(retry_queue(main, delay), _quorum(UNLIMITED) | _moves_on_to(main) | waits)


def _quorum(delivery_limit: int) -> dict[str, Any]:
    return {"x-queue-type": "quorum", "x-delivery-limit": delivery_limit}


def _moves_on_to(queue: str) -> dict[str, Any]:
    return {
        "x-dead-letter-exchange": "",  # the default exchange: straight to the queue
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",  # which at-least-once asks for
    }

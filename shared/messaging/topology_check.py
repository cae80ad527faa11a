"""The operator's look at RabbitMQ: is everything there, and as we would declare it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import ChannelClosedByBroker

from shared.messaging.pika_channel import opened
from shared.messaging.topology import EXCHANGE, MISSING, Queue, queues
from shared.messaging.worker import Worker
from shared.settings import Settings

DECLARE = "run `kunteko topology declare`, or start a worker"
DIFFERS = "let it run empty, stop the workers, delete it, then run `kunteko topology declare`"


@dataclass(frozen=True)
class Finding:
    """Something in the broker that is not as it should be, and what to do about it."""

    name: str
    problem: str
    advice: str


def check_topology(settings: Settings, workers: Sequence[Worker]) -> list[Finding]:
    """What is missing or different; changes nothing. AMQP has no question for bindings.

    Empty too where the bus needs no broker. Raises BrokerUnavailable.
    """
    if settings.bus != "rabbitmq":
        return []
    with opened(settings.broker_url) as connection:
        checks = [_check_exchange(connection)]
        checks += [_check_queue(connection, queue) for queue in queues(workers)]
    return [finding for finding in checks if finding is not None]


def declare_topology(settings: Settings, workers: Sequence[Worker]) -> list[str]:
    """Make what is missing, bindings too; the names of all that is there then."""
    if settings.bus != "rabbitmq":
        return []
    wanted = queues(workers)
    with opened(settings.broker_url) as connection, connection.channel() as channel:
        channel.exchange_declare(EXCHANGE, "topic", durable=True)
        for queue in wanted:
            channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))
            for event_type in queue.bindings:
                channel.queue_bind(queue.name, EXCHANGE, event_type)
    return [EXCHANGE, *(queue.name for queue in wanted)]


def _check_exchange(connection: BlockingConnection) -> Finding | None:
    try:
        with connection.channel() as channel:
            channel.exchange_declare(EXCHANGE, passive=True)
            channel.exchange_declare(EXCHANGE, "topic", durable=True)
    except ChannelClosedByBroker as refusal:
        return _finding(EXCHANGE, refusal)
    return None


def _check_queue(connection: BlockingConnection, queue: Queue) -> Finding | None:
    try:
        with connection.channel() as channel:
            # passive first: it only asks, so that the second creates nothing
            channel.queue_declare(queue.name, passive=True)
            channel.queue_declare(queue.name, durable=True, arguments=dict(queue.arguments))
    except ChannelClosedByBroker as refusal:
        return _finding(queue.name, refusal)
    return None


def _finding(name: str, refusal: ChannelClosedByBroker) -> Finding:
    if refusal.reply_code == MISSING:
        return Finding(name, "missing", DECLARE)
    return Finding(name, f"different: {refusal.reply_text}", DIFFERS)

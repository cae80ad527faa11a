"""RabbitMQ by kombu: connecting, declaring, and a message as it goes there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import kombu
from kombu.transport.pyamqp import Transport

from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable, addresses
from shared.messaging.envelope import CONTENT_TYPE, Event

TIMEOUTS = {"read_timeout": 20, "write_timeout": 20}  # seconds: a stopped broker must not hold us
BROKER_ERRORS = (*Transport.connection_errors, *Transport.channel_errors)


@contextmanager
def broker_errors(broker_url: str) -> Iterator[None]:
    """Whatever the client raises becomes BrokerUnavailable."""
    try:
        yield
    except BROKER_ERRORS as error:
        raise BrokerUnavailable(broker_url, error) from error


def open_connection(broker_url: str, *, heartbeat: int = 0) -> kombu.Connection:
    """Opened now, to the first node that takes us; it never repeats anything by itself."""
    *others, last = addresses(broker_url)
    for address in others:
        with suppress(*BROKER_ERRORS):
            return _open(address, heartbeat)
    return _open(last, heartbeat)


def _open(address: str, heartbeat: int) -> kombu.Connection:
    connection = kombu.Connection(
        address, heartbeat=heartbeat, connect_timeout=5, transport_options=TIMEOUTS
    )
    connection.ensure_connection(max_retries=0, reraise_as_library_errors=False)
    return connection


def abandon(connection: kombu.Connection) -> None:
    """Close without a farewell: the broker may be gone, or stopped."""
    connection.collect(socket_timeout=1)


@contextmanager
def connected(broker_url: str, *, heartbeat: int = 0) -> Iterator[kombu.Connection]:
    """An open connection for the block; whatever goes wrong with it is BrokerUnavailable."""
    with broker_errors(broker_url):
        connection = open_connection(broker_url, heartbeat=heartbeat)
        try:
            yield connection
        except BaseException:
            abandon(connection)
            raise
        connection.release()


def declare(connection: kombu.Connection, queues: Iterable[topology.Queue]) -> None:
    """Make what is missing; the broker refuses what exists otherwise."""
    with connection.channel() as channel:
        channel.exchange_declare(topology.EXCHANGE, "topic", durable=True, auto_delete=False)
        for queue in queues:
            channel.queue_declare(
                queue.name, durable=True, auto_delete=False, arguments=dict(queue.arguments)
            )
            for event_type in queue.bindings:
                channel.queue_bind(queue.name, topology.EXCHANGE, event_type)


def queue_depths(broker_url: str, queues: Iterable[topology.Queue]) -> dict[str, int]:
    """Queue name → messages that wait in it. Raises BrokerUnavailable."""
    with connected(broker_url) as connection, connection.channel() as channel:
        return {
            queue.name: channel.queue_declare(queue.name, passive=True).message_count
            for queue in queues
        }


@dataclass(frozen=True)
class Letter:
    """A message as it goes to the broker."""

    routing_key: str
    body: str | bytes
    exchange: str = ""
    properties: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)


def letter_of(event: Event) -> Letter:
    properties = {
        "message_id": event.id,
        "correlation_id": event.correlation_id,
        "type": event.type,
        "app_id": event.source,
        "timestamp": int(event.time.timestamp()),
        "content_type": CONTENT_TYPE,
        "content_encoding": "utf-8",
    }
    return Letter(event.type, event.to_json(), topology.EXCHANGE, properties)

"""A service's consumer on RabbitMQ: handle first, acknowledge last."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import closing
from typing import Any

import kombu

from shared import ambient
from shared.messaging import topology
from shared.messaging.dispatch import Dead, Done, Retry, receive
from shared.messaging.publisher import Publisher
from shared.messaging.rabbitmq import Letter, connected, declare
from shared.messaging.worker import Worker
from shared.tracing import log

PREFETCH = 50
HEARTBEAT = 30  # seconds; a handler that takes longer than two of them loses its connection


class Consumer:
    """What could not be handled is published on, confirmed, and only then acknowledged.

    A connection that fails loses nothing: what was not acknowledged is delivered again.
    """

    def __init__(self, broker_url: str, worker: Worker) -> None:
        self._broker_url = broker_url
        self._worker = worker
        self._queue = topology.queue(worker.name)

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop`. Raises BrokerUnavailable when the connection fails."""
        with (
            connected(self._broker_url, heartbeat=HEARTBEAT) as connection,
            closing(Publisher(self._broker_url)) as publisher,
        ):
            declare(connection, topology.queues([self._worker]))
            self._consume(connection, publisher, stop)

    def _consume(
        self, connection: kombu.Connection, publisher: Publisher, stop: threading.Event
    ) -> None:
        arrived: deque[kombu.Message] = deque()
        with kombu.Consumer(
            connection.channel(),
            [kombu.Queue(self._queue, no_declare=True)],
            on_message=arrived.append,
            prefetch_count=PREFETCH,
            auto_declare=False,
        ):
            log.info("consuming", service=self._worker.name, queue=self._queue)
            while not stop.is_set():
                _wait(connection)
                while arrived and not stop.is_set():
                    self._handle(arrived.popleft(), publisher)

    def _handle(self, message: kombu.Message, publisher: Publisher) -> None:
        attempt = _number(message.headers.get(topology.ATTEMPT)) + 1
        match receive(self._worker, message.body, attempt):
            case Done():
                pass
            case Retry(reason, after):
                target = topology.retry_queue(self._queue, after)
                publisher.send([self._pass_on(message, target, attempt, reason)])
            case Dead(reason):
                target = topology.dead_queue(self._queue)
                publisher.send([self._pass_on(message, target, attempt, reason)])
        message.ack()

    def _pass_on(self, message: kombu.Message, target: str, attempt: int, reason: str) -> Letter:
        """The same message for another queue, with what an operator wants to know about it."""
        properties = {
            name: message.properties[name]
            for name in topology.PROPERTIES
            if name in message.properties
        }
        headers: dict[str, Any] = {
            topology.FIRST_FAILED: ambient.now().isoformat(),
            **message.headers,
            topology.SERVICE: self._worker.name,
            topology.ATTEMPT: attempt,
            topology.REASON: reason,
        }
        return Letter(target, message.body, properties=properties, headers=headers)


def _wait(connection: kombu.Connection) -> None:
    try:
        connection.drain_events(timeout=1.0)
    except TimeoutError:
        pass  # nothing came; the caller looks whether to stop
    connection.heartbeat_check()


def _number(header: object) -> int:
    return header if isinstance(header, int) and header > 0 else 0

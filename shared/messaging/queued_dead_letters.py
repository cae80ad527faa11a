"""Dead letters of RabbitMQ: in the `.dead` queue beside the consumer's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from shared.errors import ContractViolation
from shared.messaging import topology
from shared.messaging.dead_letter import Choice, DeadLetter
from shared.messaging.envelope import Event
from shared.messaging.pika_channel import opened


@dataclass(frozen=True)
class Found:
    """A message taken from the dead queue; it goes back there unless it is acknowledged."""

    tag: int
    properties: pika.BasicProperties
    body: bytes
    letter: DeadLetter


Settle = Callable[[BlockingChannel, Found], None]


class QueuedDeadLetters:
    """See DeadLetters."""

    def __init__(self, broker_url: str) -> None:
        self._broker_url = broker_url

    def find(self, service: str, choice: Choice) -> list[DeadLetter]:
        return self._each(service, choice, lambda _channel, _found: None)

    def replay(self, service: str, choice: Choice) -> list[DeadLetter]:
        """Published to the service's own queue and confirmed, then taken from the dead ones."""

        def replay(channel: BlockingChannel, found: Found) -> None:
            channel.basic_publish(
                "", topology.queue(service), found.body, _afresh(found.properties), mandatory=True
            )
            channel.basic_ack(found.tag)

        return self._each(service, choice, replay)

    def drop(self, service: str, choice: Choice) -> list[DeadLetter]:
        return self._each(service, choice, lambda channel, found: channel.basic_ack(found.tag))

    def _each(self, service: str, choice: Choice, settle: Settle) -> list[DeadLetter]:
        """Settle those that fit. All others return to the queue as the channel closes."""
        chosen = []
        with opened(self._broker_url) as connection, connection.channel() as channel:
            channel.confirm_delivery()
            for found in _take(channel, service):
                if choice.fits(found.letter):
                    settle(channel, found)
                    chosen.append(found.letter)
        return chosen


def _take(channel: BlockingChannel, service: str) -> Iterator[Found]:
    """As many as lie there now: a replayed one may die again while we are at it."""
    dead = topology.dead_queue(topology.queue(service))
    try:
        waiting = channel.queue_declare(dead, passive=True).method.message_count
    except ChannelClosedByBroker as refusal:
        if refusal.reply_code != topology.MISSING:
            raise
        return  # the service has never run here
    for _ in range(waiting):
        method, properties, body = channel.basic_get(dead)
        if method is None:
            return
        yield Found(method.delivery_tag, properties, body, _read(service, properties, body))


def _afresh(properties: pika.BasicProperties) -> pika.BasicProperties:
    """As it was published first: no headers, so that its attempts count from the start."""
    return pika.BasicProperties(
        **{name: getattr(properties, name) for name in topology.PROPERTIES}, delivery_mode=2
    )


def _read(service: str, properties: pika.BasicProperties, body: bytes) -> DeadLetter:
    headers: dict[str, Any] = properties.headers or {}
    return DeadLetter(
        service=service,
        id=properties.message_id or hashlib.sha256(body).hexdigest()[:16],
        event_type=properties.type or "",
        subject=_subject(body),
        reason=str(headers.get(topology.REASON) or _reason_of_the_broker(headers)),
        attempts=int(headers.get(topology.ATTEMPT, 0)),
        first_failed=str(headers.get(topology.FIRST_FAILED, "")),
        correlation_id=properties.correlation_id or "",
        body=body.decode("utf-8", errors="backslashreplace"),
    )


def _reason_of_the_broker(headers: Mapping[str, Any]) -> str:
    """It buries by itself what has taken its consumer down too often."""
    deaths = headers.get("x-death") or [{}]
    return f"moved here by RabbitMQ: {deaths[0].get('reason', 'no reason given')}"


def _subject(body: bytes) -> str:
    try:
        return Event.from_json(body).subject
    except ContractViolation:
        return ""

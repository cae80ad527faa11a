"""Dead letters of RabbitMQ: in the `.dead` queue beside the consumer's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker

from shared.errors import ContractViolation
from shared.messaging import topology
from shared.messaging.dead_letter import Choice, DeadLetter
from shared.messaging.envelope import Event
from shared.messaging.pika_channel import opened

NO_MORE = 2.0  # seconds


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
    arriving = channel.consume(dead, inactivity_timeout=NO_MORE)
    for method, properties, body in islice(arriving, waiting):
        if method is None:  # somebody else has some of them in hand
            break
        yield Found(method.delivery_tag, properties, body, _read(service, properties, body))
    channel.cancel()


def _afresh(properties: pika.BasicProperties) -> pika.BasicProperties:
    """As it was published first, so that its attempts count from the start; only when it failed
    first is kept, for whoever finds it here again.
    """
    first_failed = (properties.headers or {}).get(topology.FIRST_FAILED)
    return pika.BasicProperties(
        **{name: getattr(properties, name) for name in topology.PROPERTIES},
        headers={topology.FIRST_FAILED: first_failed} if first_failed else None,
        delivery_mode=2,
    )


def _read(service: str, properties: pika.BasicProperties, body: bytes) -> DeadLetter:
    """Whatever lies there: the properties may be somebody else's, and of any kind."""
    headers: dict[str, Any] = properties.headers or {}
    death = _death(headers)
    event = _event(body)
    return DeadLetter(
        service=service,
        id=_text(properties.message_id) or hashlib.sha256(body).hexdigest()[:16],
        event_type=_text(properties.type),
        subject=event.subject if event else "",
        reason=_text(headers.get(topology.REASON)) or _reason_of_the_broker(death),
        attempts=_number(headers.get(topology.ATTEMPT)),
        first_failed=_moment(headers.get(topology.FIRST_FAILED)) or _moment(death.get("time")),
        correlation_id=_text(properties.correlation_id),
        body=body.decode("utf-8", errors="backslashreplace"),
        source=event.source if event else "",
    )


def _death(headers: Mapping[str, Any]) -> Mapping[str, Any]:
    """What RabbitMQ noted as it moved the message."""
    deaths = headers.get("x-death")
    last = deaths[0] if isinstance(deaths, list) and deaths else {}
    return last if isinstance(last, dict) else {}


def _reason_of_the_broker(death: Mapping[str, Any]) -> str:
    """It buries by itself what has taken its consumer down too often."""
    return f"moved here by RabbitMQ: {death.get('reason', 'no reason given')}"


def _event(body: bytes) -> Event | None:
    try:
        return Event.from_json(body)
    except ContractViolation:
        return None


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):  # the client reads AMQP's times as naive, in UTC
        return value.replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Publishing to RabbitMQ so that nothing is lost: one wait for the confirms of a whole batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

import kombu

from shared.messaging.broker import BrokerUnavailable
from shared.messaging.envelope import Event
from shared.messaging.rabbitmq import (
    Letter,
    abandon,
    broker_errors,
    declare,
    letter_of,
    open_connection,
)
from shared.messaging.topology import Queue

CONFIRM_WITHIN = 15.0  # seconds for a batch; a broker out of disk or memory confirms nothing
BLOCKED_AT_MOST = 300.0  # seconds we believe a broker that said so; it may have gone since
PERSISTENT = 2


class Publisher:
    """Connects when first used, and anew after any failure. For one thread at a time.

    Whenever it connects it declares `queues`: an event published before its consumer's queue
    exists would be lost. It has no heartbeats: every batch is confirmed in time or the connection
    is thrown away.

    Unless the broker has said that it takes nothing now (out of disk or memory): it would not even
    see that we left, and every new connection would stay there for nothing, with the batch in it.
    """

    def __init__(
        self,
        broker_url: str,
        queues: Sequence[Queue] = (),
        *,
        confirm_within: float = CONFIRM_WITHIN,
    ) -> None:
        self._broker_url = broker_url
        self._queues = queues
        self._confirm_within = confirm_within
        self._channel: ConfirmedChannel | None = None

    def publish(self, events: Sequence[Event]) -> None:
        """Raises BrokerUnavailable unless the broker has all of them safe."""
        self.send([letter_of(event) for event in events])

    def send(self, letters: Sequence[Letter]) -> None:
        """Raises BrokerUnavailable unless the broker has all of them safe."""
        try:
            with broker_errors(self._broker_url):
                refused = self._free_channel().send(letters, self._confirm_within)
            if refused:
                raise BrokerUnavailable(self._broker_url, f"it refused {refused} messages")
        except Blocked as error:
            raise BrokerUnavailable(self._broker_url, str(error)) from error
        except BaseException:
            self.close()  # what is still unconfirmed must not be taken for the next batch's
            raise

    def _free_channel(self) -> ConfirmedChannel:
        """One that the broker reads from, with nothing unconfirmed. Raises Blocked."""
        if self._channel is not None and self._channel.blocked:
            self._channel.await_release(self._confirm_within)
            self.close()
        if self._channel is None:
            self._channel = self._connect()
        return self._channel

    def _connect(self) -> ConfirmedChannel:
        connection = open_connection(self._broker_url)
        try:
            declare(connection, self._queues)
            return ConfirmedChannel(connection)
        except BaseException:
            abandon(connection)
            raise

    def close(self) -> None:
        if self._channel is not None:
            abandon(self._channel.connection)
            self._channel = None


class Blocked(Exception):
    """The broker has said that it takes nothing now."""

    def __init__(self) -> None:
        super().__init__("it takes no messages: out of disk or memory")


class ConfirmedChannel:
    """A channel in confirm mode: the broker numbers what it gets from 1 and confirms by number."""

    def __init__(self, connection: kombu.Connection) -> None:
        self.connection = connection
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        connection.connection.on_blocked = self._on_blocked
        connection.connection.on_unblocked = self._on_unblocked
        self._blocked_at: float | None = None
        self._sent = 0
        self._open: set[int] = set()
        self._refused = 0

    def send(self, letters: Sequence[Letter], within: float) -> int:
        """Publish all, wait once for every confirm; how many were refused.

        Raises TimeoutError, or Blocked if the broker has said so.
        """
        self._refused = 0
        for letter in letters:
            self._sent += 1
            self._open.add(self._sent)
            self._publish(letter)
        self._drain(within, lambda: bool(self._open))
        return self._refused

    @property
    def blocked(self) -> bool:
        return self._blocked_at is not None

    def await_release(self, within: float) -> None:
        """Until the broker reads from us again. Raises Blocked; TimeoutError if that takes long."""
        self._drain(within, lambda: self.blocked)

    def _drain(self, within: float, wanted: Callable[[], bool]) -> None:
        deadline = monotonic() + within
        while wanted():
            try:
                self.connection.drain_events(timeout=max(deadline - monotonic(), 0.001))
            except TimeoutError:
                if self._blocked_at is None or monotonic() > self._blocked_at + BLOCKED_AT_MOST:
                    raise
                raise Blocked from None

    def _on_blocked(self, _reason: str) -> None:
        self._blocked_at = self._blocked_at or monotonic()

    def _on_unblocked(self) -> None:
        self._blocked_at = None

    def _publish(self, letter: Letter) -> None:
        properties: dict[str, Any] = {**letter.properties, "delivery_mode": PERSISTENT}
        message = self._channel.prepare_message(
            letter.body,
            content_type=properties.pop("content_type", None),
            content_encoding=properties.pop("content_encoding", None),
            headers=dict(letter.headers),
            properties=properties,
        )
        self._channel.basic_publish(message, letter.exchange, letter.routing_key)

    def _on_ack(self, number: int, multiple: bool) -> None:
        self._open -= self._meant(number, multiple)

    def _on_nack(self, number: int, multiple: bool) -> None:
        meant = self._meant(number, multiple)
        self._refused += len(meant)
        self._open -= meant

    def _meant(self, number: int, multiple: bool) -> set[int]:
        if not multiple:
            return {number} & self._open
        return {each for each in self._open if each <= number}

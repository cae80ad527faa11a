"""RabbitMQ by pika, an independent client: for the operator's commands, never for the services."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import AMQPError

from shared.messaging.broker import BrokerUnavailable, addresses

TIMEOUT = 20  # seconds until we give up on a broker that has blocked us
logging.getLogger("pika").setLevel(logging.CRITICAL)  # what we raise says it in one line


@contextmanager
def opened(broker_url: str, *, blocked_for: int = TIMEOUT) -> Iterator[BlockingConnection]:
    """A connection for the block. Raises BrokerUnavailable for whatever goes wrong with it.

    blocked_for  seconds until we give up on a broker that takes no messages
    """
    try:
        nodes = [_parameters(address, blocked_for) for address in addresses(broker_url)]
        with BlockingConnection(nodes) as connection:
            yield connection
    except (AMQPError, OSError) as error:
        raise BrokerUnavailable(broker_url, error) from error


def _parameters(url: str, blocked_for: int) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.virtual_host = parameters.virtual_host or "/"  # "…//", as kombu reads it
    parameters.blocked_connection_timeout = blocked_for
    return parameters

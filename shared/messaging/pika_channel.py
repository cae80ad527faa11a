"""RabbitMQ by pika, an independent client: for the operator's commands, never for the services."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pika
from pika.adapters.blocking_connection import BlockingConnection
from pika.exceptions import AMQPError

from shared.messaging.broker import BrokerUnavailable

TIMEOUT = 20  # seconds until we give up on a broker that has blocked us
logging.getLogger("pika").setLevel(logging.CRITICAL)  # what we raise says it in one line


@contextmanager
def opened(broker_url: str) -> Iterator[BlockingConnection]:
    """A connection for the block. Raises BrokerUnavailable for whatever goes wrong with it."""
    try:
        # kombu takes several addresses separated by semicolons; so does this
        with BlockingConnection([_parameters(url) for url in broker_url.split(";")]) as connection:
            yield connection
    except (AMQPError, OSError) as error:
        raise BrokerUnavailable(broker_url, error) from error


def _parameters(url: str) -> pika.URLParameters:
    parameters = pika.URLParameters(url)
    parameters.virtual_host = parameters.virtual_host or "/"  # "…//", as kombu reads it
    parameters.blocked_connection_timeout = TIMEOUT
    return parameters

"""Fixtures for every kind of test. They start nothing until a test asks for them."""

from tests.support.distributed import distributed
from tests.support.platform import demo_platform, own_platform, platform
from tests.support.rabbitmq import broker, broker_server, own_broker_server
from tests.support.settings import rabbit_settings, settings
from tests.support.smtp import smtp_sink
from tests.support.store import own_store_server, store, store_server

__all__ = [
    "broker",
    "broker_server",
    "demo_platform",
    "distributed",
    "own_broker_server",
    "own_platform",
    "own_store_server",
    "platform",
    "rabbit_settings",
    "settings",
    "smtp_sink",
    "store",
    "store_server",
]

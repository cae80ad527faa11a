import pytest

from shared import store as stores
from tests.integration.messaging.parcels import ARCHIVE, RECEIVERS, SENDERS, Parcel, Receipt


def _connect(settings):
    for service in (SENDERS, RECEIVERS, ARCHIVE):
        stores.connect(settings, service)
    for case_class in (Parcel, Receipt):
        case_class._collection = None  # it remembers the store of an earlier test
        case_class.ensure_indexes()


@pytest.fixture
def inprocess(settings):
    """Settings of the in-process bus, with the services' databases connected."""
    _connect(settings)
    return settings


@pytest.fixture
def rabbitmq(rabbit_settings):
    """Settings of RabbitMQ, with the services' databases connected."""
    _connect(rabbit_settings)
    return rabbit_settings

import pytest
import structlog

from shared import store as stores
from shared.tracing import configure_logging
from tests.integration.messaging.parcels import ARCHIVE, RECEIVERS, SENDERS, Parcel, Receipt
from tests.support.settings import make_settings


@pytest.fixture(autouse=True)
def logs_as_in_production():
    configure_logging(make_settings(log_format="json"))
    yield
    structlog.reset_defaults()


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

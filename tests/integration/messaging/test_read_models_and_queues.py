"""On RabbitMQ: an event that lies in a service's queue is on its way, and no drift."""

import pytest

from deploy.read_models import ReadModels
from deploy.registry import workers
from services.experts.handlers import add_expert
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.publisher import Publisher
from shared.messaging.rabbitmq import connected
from shared.messaging.relay import Relay
from shared.messaging.topology import queue, queues
from shared.read_models import checking
from tests.integration.applications.casebook import STAFF
from tests.unit.experts.samples import profile


@pytest.fixture
def published(rabbit_settings, monkeypatch):
    """An expert has been added, and the event lies in the queues."""
    monkeypatch.setattr(checking, "PAUSE", 0)
    system = workers(rabbit_settings)
    (experts,) = [worker for worker in system if worker.name == "experts"]
    add_expert(profile(), STAFF)
    publisher = Publisher(rabbit_settings.broker_url, queues(system))
    Relay(experts.cases, publisher.publish).run_once()
    publisher.close()
    return rabbit_settings


def check(settings):
    read_models = ReadModels(settings)
    return read_models.check(read_models.named("applications.experts")[0])


def test_an_event_in_the_queue_is_on_its_way_and_one_that_was_lost_is_drift(published):
    assert check(published) == checking.Checked((), on_the_way=1)
    with connected(published.broker_url) as connection, connection.channel() as channel:
        channel.queue_purge(queue("applications"))
    assert [drift.kind for drift in check(published).drift] == ["missing"]


def test_while_the_broker_is_away_nobody_can_tell(published, monkeypatch):
    def away(*_):
        raise BrokerUnavailable("amqp://x", "gone")

    monkeypatch.setattr("deploy.read_models.queue_depths", away)
    assert check(published) == checking.Checked((), on_the_way=1)

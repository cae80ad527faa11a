import pika
import pytest

from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.topology_check import check_topology, declare_topology
from tests.integration.messaging.parcels import RECEIVERS, Seen, receiver
from tests.support.settings import make_settings

WORKERS = [receiver(Seen())]
QUEUE = topology.queue(RECEIVERS)


def test_an_empty_broker_lacks_everything_and_declaring_mends_it(rabbit_settings):
    findings = check_topology(rabbit_settings, WORKERS)
    assert {finding.problem for finding in findings} == {"missing"}
    assert [finding.name for finding in findings] == declare_topology(rabbit_settings, WORKERS)
    assert check_topology(rabbit_settings, WORKERS) == []


def test_a_queue_declared_otherwise_is_found(rabbit_settings):
    with pika.BlockingConnection(pika.URLParameters(rabbit_settings.broker_url)) as connection:
        connection.channel().queue_declare(QUEUE, durable=True)
    declared = [f for f in check_topology(rabbit_settings, WORKERS) if f.name == QUEUE]
    (finding,) = declared
    assert finding.problem.startswith("different: PRECONDITION_FAILED")


def test_a_broker_that_is_away_is_said_in_one_line_without_its_password():
    away = make_settings(bus="rabbitmq", broker_url="amqp://kunteko:hidden@127.0.0.1:1/")
    with pytest.raises(BrokerUnavailable) as raised:
        check_topology(away, WORKERS)
    assert "hidden" not in str(raised.value)
    assert str(raised.value).startswith("RabbitMQ at amqp://kunteko:***@127.0.0.1:1/: ")


def test_the_in_process_bus_has_no_topology():
    settings = make_settings()
    assert check_topology(settings, WORKERS) == []
    assert declare_topology(settings, WORKERS) == []

"""RabbitMQ out of disk or memory: it takes nothing, on no node, until it has room again."""

import json
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.envelope import Event
from shared.messaging.publisher import Publisher
from tests.faults.injecting import under_load
from tests.faults.test_cluster import go_on, mails_go_out
from tests.support.rabbitmq import Broker, BrokerServer
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

ALARMS = {  # how to raise it, how to end it
    "disk": (
        ("set_disk_free_limit", "100000GB"),
        ("set_disk_free_limit", "50MB"),
    ),
    "memory": (
        ("set_vm_memory_high_watermark", "0.000001"),
        ("set_vm_memory_high_watermark", "absolute", "512MB"),
    ),
}
PROBE = topology.queues_of("probe", ["parcel.sent.v1"])
EVENT = Event("e", "parcel.sent.v1", "/s", datetime(2027, 3, 14, tzinfo=UTC), "p", {}, "c")


def readiness(port):
    """(status, what it says) of /health/ready."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module")
def broker_alone(tmp_path_factory):
    server = BrokerServer(tmp_path_factory.mktemp("alarmed")).start()
    yield Broker(server, "/")
    server.stop()


@pytest.mark.parametrize("kind", [pytest.param("disk", marks=pytest.mark.short), "memory"])
def test_a_publisher_is_told_so_and_leaves_one_connection(broker_alone, kind):
    """Blocked, the broker does not see that somebody leaves: each new connection would stay."""
    begin, end = ALARMS[kind]
    with closing(Publisher(broker_alone.url, PROBE, confirm_within=0.5)) as publisher:
        publisher.publish([EVENT])
        broker_alone.server.ctl(*begin)
        for _ in range(6):
            with pytest.raises(BrokerUnavailable, match="out of disk or memory"):
                publisher.publish([EVENT] * 10)
        states = broker_alone.server.ctl("list_connections", "--no-table-headers", "state")
        assert states.split() == ["blocked"]
        broker_alone.server.ctl(*end)
        until(lambda: _published(publisher), what="it is let in again")
    assert broker_alone.queues()[topology.queue("probe")] >= 11


def _published(publisher):
    try:
        publisher.publish([EVENT] * 10)
    except BrokerUnavailable:
        return False
    return True


def test_forms_are_taken_and_health_tells(clustered, capsys):
    with under_load(clustered, capsys) as inject:
        for kind in ALARMS:
            mails_go_out(clustered)
            inject.injected[f"{kind} alarm"] += 1
            with alarm(clustered, kind):
                go_on(clustered, inject, submissions=4)
                _relay_says_so(clustered)
                assert readiness(clustered.web_ports["applications"])[0] == 200
        mails_go_out(clustered)
        until(lambda: _relay(clustered)[0] == 200, within=120, what="all is well", every=0.5)


@contextmanager
def alarm(system, kind):
    """On one node, which blocks them all."""
    begin, end = ALARMS[kind]
    node = system.broker.server.nodes[0]
    node.ctl(*begin)
    try:
        yield
    finally:
        node.ctl(*end)


def _relay(system):
    return readiness(system.metrics_ports["applications"])


def _relay_says_so(system):
    status, said = until(
        lambda: (now := _relay(system))[0] == 503 and now, within=120, what="503", every=0.5
    )
    assert "out of disk or memory" in json.loads(said)["applications relay"], (status, said)

"""A node is cut off from the other two, and they see each other again."""

from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.messaging.broker import BrokerUnavailable
from shared.messaging.envelope import Event
from shared.messaging.publisher import Publisher
from shared.messaging.rabbitmq import letter_of
from tests.faults.injecting import under_load
from tests.faults.namespaces import NoNamespaces
from tests.faults.test_cluster import MAILS, go_on, mails_go_out
from tests.support.ports import listens
from tests.support.rabbitmq import Broker
from tests.support.waiting import until

STRANGE = Event("e", "parcel.sent.v1", "/s", datetime(2027, 3, 14, tzinfo=UTC), "p", {}, "c")
pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture
def parted(clustered, network):
    if isinstance(network, NoNamespaces):
        pytest.skip(f"this machine allows no network namespaces: {network}")
    return clustered


def confirms(node):
    """Whether it takes a message for a queue that has its majority elsewhere.

    Nobody listens to what it tells: were it taken, it would be passed over.
    """
    letter = replace(letter_of(STRANGE), exchange="", routing_key=MAILS)
    with closing(Publisher(Broker(node, "/").url, confirm_within=2.0)) as publisher:
        try:
            publisher.send([letter])
        except BrokerUnavailable:
            return False
    return True


def stands_aside(node):
    """Until it has noticed, it still listens, and must not say that anything is safe."""
    assert not confirms(node)
    return not listens(node.port, node.host)


@contextmanager
def alone(cluster, node):
    cluster.cut(node)
    try:
        yield
    finally:
        cluster.heal()


def test_the_minority_takes_nothing_and_the_majority_goes_on(parted, capsys):
    """The leader of the busiest queue alone on one side: the others choose a new one."""
    cluster = parted.broker.server
    with under_load(parted, capsys) as inject:
        mails_go_out(parted)
        node = cluster.leader(MAILS)
        inject.injected["partition"] += 1
        with alone(cluster, node):
            until(lambda: stands_aside(node), within=120, what="it notices that it is alone")
            mails_go_out(parted)
            go_on(parted, inject)
            assert cluster.leader(MAILS) is not node
            assert not confirms(node)
        mails_go_out(parted)

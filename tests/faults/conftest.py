"""One system for all tests of processes: each leaves it running, at rest and accounted for."""

import pytest

from tests.faults.cluster import Cluster, ClusterBroker
from tests.faults.namespaces import Network, NoNamespaces
from tests.faults.system import SECOND, running
from tests.support.rabbitmq import Broker, BrokerServer

HEARTBEAT = 5  # seconds; after two of them a silent consumer's messages go to another


@pytest.fixture(scope="session")
def system(tmp_path_factory):
    server = BrokerServer(tmp_path_factory.mktemp("rabbit"))
    server.config += f"heartbeat = {HEARTBEAT}\n"
    try:
        server.start()
        broker = Broker(server, server.virtual_host())
        with running(tmp_path_factory.mktemp("system"), broker) as started:
            yield started
    finally:
        server.stop()


@pytest.fixture
def second_workers(system):
    """Beside the workers of the services that do most: their names."""
    for name in SECOND:
        system.start_again(name)
    yield SECOND
    for name in SECOND:
        system.children.pop(name).stop()


@pytest.fixture(scope="session")
def network():
    """Three places that can be cut off from one another; why not, where none can be made."""
    network = Network(3)
    try:
        yield network.make()
    except NoNamespaces as error:
        yield error
    finally:
        network.remove()


@pytest.fixture(scope="session")
def clustered(tmp_path_factory, network):
    """A system on a cluster of three nodes; on loopback where there can be no network for it."""
    places = network if isinstance(network, Network) else None
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), places)
    try:
        cluster.start()
        with running(tmp_path_factory.mktemp("clustered"), ClusterBroker(cluster)) as started:
            yield started
    finally:
        cluster.stop()

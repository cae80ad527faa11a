"""Three RabbitMQ nodes that make one cluster, as deploy/rabbitmq/rabbitmq.conf would have it."""

import json
import secrets
from collections import Counter
from dataclasses import dataclass

from deploy.children import ROOT
from tests.support.ports import free_port, listens
from tests.support.rabbitmq import LOOPBACK, Broker, BrokerServer
from tests.support.waiting import until

NODES = 3
KEPT = ("cluster_partition_handling", "consumer_timeout")  # the rest is for one machine alone
NOTICED_WITHIN = 8  # seconds (net_ticktime) until a silent node is taken for gone; else 60


@dataclass(frozen=True)
class Replicas:
    """Where a queue lives: the names of nodes."""

    leader: str
    members: frozenset
    online: frozenset


class Cluster:
    """Any node may be killed; the others go on, and it is taken back when it comes again.

    network  a Network, each node in a place of its own; without one, all on loopback
    """

    def __init__(self, directory, network=None):
        self.network = network
        self.cut_off = None
        epmd_port, cookie = free_port(), secrets.token_hex(16)
        self.nodes = [
            BrokerServer(
                _made(directory / f"node{place}"),
                host=network.addresses[place] if network else LOOPBACK,
                epmd_port=epmd_port,
                inside=network.inside(place) if network else (),
            )
            for place in range(NODES)
        ]
        for node in self.nodes:
            _write_cookie(node.directory / ".erlang.cookie", cookie)
            node.config += self._config()

    def _config(self):
        ours = (ROOT / "deploy" / "rabbitmq" / "rabbitmq.conf").read_text().splitlines()
        lines = [line for line in ours if line.startswith(KEPT)]
        lines.append(f"net_ticktime = {NOTICED_WITHIN}")
        lines.append("cluster_formation.peer_discovery_backend = classic_config")
        for number, node in enumerate(self.nodes, start=1):
            lines.append(f"cluster_formation.classic_config.nodes.{number} = {node.name}")
        return "\n".join(lines) + "\n"

    def start(self):
        self.regain(*self.nodes)
        return self

    def stop(self):
        for node in self.nodes:
            node.end()
        for node in self.nodes:
            node.stop()

    # -- as one broker

    @property
    def at_work(self):
        return [n for n in self.nodes if n.child and n.child.alive and n is not self.cut_off]

    def ctl(self, *arguments):
        return self.at_work[0].ctl(*arguments)

    # -- what a test does to it

    def lose(self, *nodes):
        """kill -9, one after the other."""
        for node in nodes:
            node.kill()

    def regain(self, *nodes):
        """They are in the cluster again, and every replica on them is back."""
        for node in nodes:
            node.begin()
        for node in nodes:
            node.await_startup()
        self.await_whole()

    def restart(self, node):
        """In order, as for a new version."""
        node.child.stop(patience=60)
        self.regain(node)

    def cut(self, node):
        """Every other node loses sight of it; whoever uses the cluster still reaches them all."""
        place = self.nodes.index(node)
        self.network.cut(place, [other for other in range(NODES) if other != place])
        self.cut_off = node

    def heal(self):
        place = self.nodes.index(self.cut_off)
        self.network.heal(place, [other for other in range(NODES) if other != place])
        paused, self.cut_off = self.cut_off, None
        until(lambda: listens(paused.port, paused.host), within=120, what="it takes part", every=1)
        self.await_whole()

    def await_whole(self):
        until(self._whole, within=120, what="one cluster of all, every replica on it", every=0.5)

    def _whole(self):
        names = {node.name for node in self.nodes}
        status = json.loads(self.ctl("cluster_status", "--formatter", "json"))
        return set(status["running_nodes"]) == names and all(
            replicas.online == names for replicas in self.replicas().values()
        )

    # -- what a test asks of it

    def replicas(self):
        """Queue → Replicas."""
        columns = ("name", "leader", "members", "online")
        return {
            queue["name"]: Replicas(
                queue["leader"], frozenset(queue["members"]), frozenset(queue["online"])
            )
            for queue in self._listed("list_queues", *columns)
        }

    def leader(self, queue):
        """The node where it is."""
        return self.node(self.replicas()[queue].leader)

    def most_connected(self):
        """The node that most clients are connected to."""
        used = Counter(each["port"] for each in self._listed("list_connections", "port"))
        return max(self.nodes, key=lambda node: used[node.port])

    def node(self, name):
        return next(node for node in self.nodes if node.name == name)

    def _listed(self, word, *arguments):
        return json.loads(self.ctl(word, "--formatter", "json", *arguments) or "[]")


@dataclass(frozen=True)
class ClusterBroker(Broker):
    """The cluster as one broker; `server` is the Cluster."""

    virtual_host: str = "/"

    @property
    def url(self):
        return ";".join(Broker(node, self.virtual_host).url for node in self.server.nodes)


def _made(directory):
    directory.mkdir()
    return directory


def _write_cookie(path, cookie):
    path.write_text(cookie)
    path.chmod(0o400)

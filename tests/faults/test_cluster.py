"""RabbitMQ as a cluster of three: it loses nodes under load, and takes them back."""

import pytest

from shared.messaging.topology import queue
from tests.faults.injecting import under_load
from tests.support.waiting import until

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]

MAILS = queue("notifications")  # the queue that most goes through


def go_on(system, inject, submissions=2, within=180):
    """People are served: what they send in is confirmed, whatever is broken just now."""
    wanted = inject.traffic.submissions + submissions
    until(
        lambda: inject.traffic.submissions >= wanted,
        within=within,
        what="forms are taken",
        every=0.2,
    )


def mails_go_out(system, count=3, within=180):
    """All the way through the broker."""
    system.mail.wait_for(len(system.mail.mails) + count, within=within)


def test_every_queue_has_a_replica_on_each_node(clustered):
    cluster = clustered.broker.server
    replicas = cluster.replicas()
    assert MAILS in replicas
    assert {where.online for where in replicas.values()} == {
        frozenset(node.name for node in cluster.nodes)
    }


def test_killed_nodes_are_missed_by_nobody_and_taken_back(clustered, capsys):
    """The leader of the busiest queue, and the node that most processes are connected to."""
    cluster = clustered.broker.server
    with under_load(clustered, capsys) as inject:
        for choose in (lambda: cluster.leader(MAILS), cluster.most_connected):
            mails_go_out(clustered)
            node = choose()
            inject.injected["kill -9 node"] += 1
            cluster.lose(node)
            mails_go_out(clustered)
            go_on(clustered, inject)
            cluster.regain(node)


def test_one_node_after_the_other_is_restarted(clustered, capsys):
    cluster = clustered.broker.server
    with under_load(clustered, capsys) as inject:
        for node in cluster.nodes:
            inject.wait(2)
            inject.injected["restart of a node"] += 1
            cluster.restart(node)
            mails_go_out(clustered)


def test_without_a_majority_forms_are_taken_and_told_of_later(clustered, capsys):
    cluster = clustered.broker.server
    with under_load(clustered, capsys) as inject:
        mails_go_out(clustered)
        lost = inject.chance.sample(cluster.nodes, 2)
        inject.injected["kill -9 node"] += 2
        cluster.lose(*lost)
        go_on(clustered, inject, submissions=4)
        cluster.regain(*lost)

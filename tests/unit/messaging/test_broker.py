"""The addresses of RabbitMQ's nodes, as both clients take them."""

from collections import Counter

from shared.messaging.broker import BrokerUnavailable, addresses

NODES = [f"amqp://kunteko:hunter{number}@rabbit-{number}:5672/" for number in (1, 2, 3)]


def test_every_node_is_tried_and_each_comes_first_about_as_often():
    tries = [addresses(";".join(NODES)) for _ in range(600)]
    assert all(sorted(each) == NODES for each in tries)
    first = Counter(each[0] for each in tries)
    assert all(first[node] > 100 for node in NODES)


def test_a_single_address_is_the_only_one():
    assert addresses(NODES[0]) == [NODES[0]]


def test_the_error_names_every_node_and_no_password():
    said = str(BrokerUnavailable(";".join(NODES), OSError("gone")))
    assert all(f"rabbit-{number}" in said for number in (1, 2, 3))
    assert "hunter" not in said

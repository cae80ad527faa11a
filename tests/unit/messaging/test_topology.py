from datetime import timedelta

from shared.contracts.base import EventContract
from shared.messaging import topology
from shared.messaging.retries import DELAYS, delay_after
from shared.messaging.worker import Worker


class Granted(EventContract):
    pass


class Rejected(EventContract):
    pass


# set afterwards, so that the contract tests do not ask for a stored sample
Granted.type, Rejected.type = "case.granted.v1", "case.rejected.v1"

MAILS = topology.queues([Worker("mails", {Rejected: [], Granted: []}), Worker("silent")])
BY_NAME = {queue.name: queue for queue in MAILS}


def test_every_name_tells_whose_it_is():
    assert sorted(BY_NAME) == [
        "kunteko.mails",
        "kunteko.mails.dead",
        "kunteko.mails.retry.1800s",
        "kunteko.mails.retry.1s",
        "kunteko.mails.retry.300s",
        "kunteko.mails.retry.30s",
        "kunteko.mails.retry.5s",
    ]


def test_only_the_services_own_queue_listens_to_the_exchange():
    bindings = {name: queue.bindings for name, queue in BY_NAME.items() if queue.bindings}
    assert bindings == {"kunteko.mails": ("case.granted.v1", "case.rejected.v1")}


def test_a_retry_goes_back_to_its_own_queue_after_its_delay_and_is_never_dropped():
    for delay in DELAYS:
        arguments = BY_NAME[topology.retry_queue("kunteko.mails", delay)].arguments
        assert arguments["x-message-ttl"] == delay / timedelta(milliseconds=1)
        assert arguments["x-dead-letter-exchange"] == ""
        assert arguments["x-dead-letter-routing-key"] == "kunteko.mails"
        assert arguments["x-dead-letter-strategy"] == "at-least-once"


def test_what_crashes_its_consumer_goes_to_the_dead_letters():
    arguments = BY_NAME["kunteko.mails"].arguments
    assert arguments["x-delivery-limit"] == topology.CRASHES
    assert arguments["x-dead-letter-routing-key"] == "kunteko.mails.dead"


def test_every_queue_is_replicated():
    assert {queue.arguments["x-queue-type"] for queue in MAILS} == {"quorum"}


def test_retries_end():
    assert [delay_after(attempt) for attempt in range(1, 7)] == [*DELAYS, None]
    assert list(DELAYS) == sorted(DELAYS)

"""A worker process: woken or polling, kept going, watched over, stopped."""

import json
import threading
from datetime import timedelta
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from shared.messaging import shift
from shared.messaging.run import run_worker
from shared.messaging.worker import Loop, Worker
from tests.integration.messaging.parcels import (
    RECEIVERS,
    SENDERS,
    Parcel,
    Receipt,
    Running,
    Seen,
    open_receipt,
    receiver,
    send,
    sender,
)
from tests.support.ports import free_port, listens
from tests.support.settings import make_settings
from tests.support.waiting import until


def time_to_arrive(seen):
    before = len(seen.events)
    send("timed")
    started = monotonic()
    until(lambda: len(seen.events) > before, every=0.005)
    return monotonic() - started


@pytest.mark.parametrize("bus", ["inprocess", "rabbitmq"])
def test_a_change_wakes_the_bus_long_before_the_poll(bus, request, monkeypatch):
    monkeypatch.setattr(shift, "POLL", timedelta(seconds=30))
    settings = request.getfixturevalue(bus)
    seen = Seen()
    with Running(run_worker, settings, [sender(), receiver(seen)]):
        send("first")
        until(lambda: seen.events, what="the worker is up")
        assert min(time_to_arrive(seen) for _ in range(5)) < 0.2


@pytest.mark.parametrize("bus", ["inprocess", "rabbitmq"])
def test_without_a_change_stream_the_poll_still_delivers(bus, request, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("no change streams here")

    monkeypatch.setattr(shift, "watch", broken)
    settings = request.getfixturevalue(bus)
    seen = Seen()
    with Running(run_worker, settings, [sender(), receiver(seen)]):
        for _ in range(3):
            assert time_to_arrive(seen) < 4


def test_a_loop_is_woken_by_its_collection_and_goes_on_after_a_failure(inprocess):
    turns = []

    def turn():
        turns.append(Receipt.objects.count())
        if len(turns) == 1:
            raise OSError("store gone")
        return 0

    loop = Loop("count receipts", turn, timedelta(minutes=10), watches=(Receipt,))
    counting = Worker(RECEIVERS, receiver(open_receipt).handlers, loops=(loop,))
    with Running(run_worker, inprocess, [sender(), counting]):
        until(lambda: len(turns) >= 2, what="a turn after the failure")
        send()
        until(lambda: turns[-1] == 1, what="a turn after the receipt")


def test_of_two_processes_one_turns_the_loops_and_the_other_takes_over(inprocess):
    turned = {"first": threading.Event(), "second": threading.Event()}

    def worker(name):
        loop = Loop("turn", lambda: turned[name].set() or 0, timedelta(milliseconds=50))
        return Worker(SENDERS, loops=(loop,))

    with Running(run_worker, inprocess, [worker("first")]) as first:
        until(turned["first"].is_set)
        with Running(run_worker, inprocess, [worker("second")]):
            assert not turned["second"].wait(0.7)
            first.stop.set()
            until(turned["second"].is_set, within=15, what="the second takes over")


def get(port, path):
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_metrics_and_health_are_served(inprocess):
    port = free_port()
    settings = make_settings(
        store_url=inprocess.store_url,
        store_prefix=inprocess.store_prefix,
        metrics_bind=f"127.0.0.1:{port}",
    )
    failing = Seen(failures=[OSError("store gone")] * 99)
    with Running(run_worker, settings, [sender(), receiver(failing)]):
        send()
        until(lambda: failing.events and listens(port))
        assert get(port, "/health/live") == (200, '{"status": "ok"}')
        until(lambda: get(port, "/health/ready")[0] == 200)
        status, metrics = get(port, "/metrics")
        assert get(port, "/elsewhere")[0] == 404
    assert status == 200
    assert 'kunteko_outbox_cases{service="senders"} 1.0' in metrics
    assert 'kunteko_queue_messages{queue="kunteko.receivers.dead"} 0.0' in metrics
    assert (
        'kunteko_handler_seconds_count{event="parcel.sent.v1",outcome="retry",service="receivers"}'
        in metrics
    )


def test_a_broker_that_is_away_is_told_by_readiness_without_its_password(inprocess, capfd):
    port = free_port()
    settings = make_settings(
        store_url=inprocess.store_url,
        store_prefix=inprocess.store_prefix,
        bus="rabbitmq",
        broker_url="amqp://kunteko:hidden@127.0.0.1:1/",
        metrics_bind=f"127.0.0.1:{port}",
    )
    parcel = send()
    with Running(run_worker, settings, [sender(), receiver(Seen())]):
        until(lambda: listens(port), what="the health page")
        until(lambda: len(json.loads(get(port, "/health/ready")[1])) == 3, what="relay, consumer")
        status, content = get(port, "/health/ready")
        assert "kunteko_outbox_cases" in get(port, "/metrics")[1]
    assert status == 503
    assert "RabbitMQ at amqp://kunteko:***@127.0.0.1:1/" in content
    said = capfd.readouterr()
    assert "hidden" not in said.out + said.err
    assert "Traceback" not in said.out + said.err
    assert len(Parcel.objects.get(id=parcel.id).outbox) == 1

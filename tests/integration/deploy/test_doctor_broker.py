"""The doctor on a real RabbitMQ: a sound distributed form, and whatever can be wrong there."""

from contextlib import contextmanager
from dataclasses import replace

import pika
import pytest

from deploy.doctor.broker import look_at_broker, look_at_queues
from deploy.doctor.check import examine
from deploy.doctor.checks import CHECKS
from deploy.doctor.clock import look_at_broker_clock
from deploy.doctor.dead_letters import look_at_dead_letters
from deploy.doctor.finding import Away, Level
from deploy.doctor.patient import Patient
from shared.messaging import topology
from shared.messaging.run import run_worker
from shared.messaging.topology_check import declare_topology
from tests.integration.messaging.parcels import Running
from tests.support.waiting import until

QUEUE = topology.queue("notifications")
DEAD = topology.dead_queue(QUEUE)


@pytest.fixture
def patient(rabbit_settings, smtp_sink):
    found = Patient(replace(rabbit_settings, smtp_port=smtp_sink.port))
    yield found
    found.close()


@contextmanager
def channel_of(patient):
    with pika.BlockingConnection(pika.URLParameters(patient.settings.broker_url)) as connection:
        yield connection.channel()


def wrong(look, patient):
    return [each for each in look(patient) if each.level is not Level.OK]


def test_a_distributed_form_at_work_is_well_in_every_respect(patient):
    def not_well():
        return [each for each in examine(patient, CHECKS) if each.finding.level is not Level.OK]

    with Running(run_worker, patient.settings, patient.workers):
        until(lambda: not wrong(look_at_queues, patient), within=60, what="all consume")
        until(lambda: not not_well(), within=60, every=1, what="all is well")


def test_an_empty_broker_lacks_everything_in_one_line_with_what_to_do(patient):
    (finding,) = wrong(look_at_queues, patient)
    assert finding.says.startswith("kunteko.events, kunteko.applications.dead, ")
    assert finding.says.endswith(" more: missing")
    assert "kunteko topology declare" in finding.advice


def test_queues_that_nobody_consumes_and_a_strange_one_are_found(patient):
    declare_topology(patient.settings, patient.workers)
    with channel_of(patient) as channel:
        channel.queue_delete(QUEUE)
        channel.queue_declare(QUEUE, durable=True)
        channel.basic_publish("", topology.queue("deeds"), b"{}")
        until(lambda: channel.queue_declare(topology.queue("deeds"), passive=True))
    strange, *alone = wrong(look_at_queues, patient)
    assert strange.says.startswith(f"{QUEUE}: different: PRECONDITION_FAILED")
    assert {each.says.partition(" (")[0] for each in alone} == {
        f"nobody consumes kunteko.{name}" for name in ("applications", "experts", "deeds")
    }
    assert "kunteko worker --service " in alone[0].advice


@pytest.mark.parametrize("resource", ["disk", "memory"])
def test_an_alarm_is_found_in_seconds_and_told_from_a_broker_that_is_away(
    patient, broker, resource
):
    alarm = f"{{resource_limit, {resource}, node()}}"
    broker.server.ctl("eval", f"rabbit_alarm:set_alarm({{{alarm}, []}}).")
    try:
        with pytest.raises(Away) as raised:
            until(lambda: list(look_at_broker(patient)) and False, what="the alarm", every=0.2)
    finally:
        broker.server.ctl("eval", f"rabbit_alarm:clear_alarm({alarm}).")
    assert raised.value.finding.says == f"it takes no messages: low on {resource}"
    until(lambda: not wrong(look_at_broker, patient), what="the alarm is over")


def test_of_a_cluster_each_node_is_looked_at(patient, broker):
    settings = replace(
        patient.settings, broker_url=f"amqp://guest:hidden@127.0.0.1:1/;{broker.url}"
    )
    away, well = look_at_broker(replace(patient, settings=settings))
    assert (away.level, well.level) == (Level.FAULT, Level.OK)
    assert "amqp://guest:***@127.0.0.1:1/" in away.says


def test_the_brokers_clock_is_asked_for_and_leaves_nothing_behind(patient, broker):
    (finding,) = look_at_broker_clock(patient)
    assert finding.level is Level.OK
    assert finding.says.startswith("the clock of the broker is ")
    assert broker.queues() == {}


def test_dead_letters_are_counted_by_what_they_died_of(patient):
    declare_topology(patient.settings, patient.workers)
    headers = {topology.REASON: "KeyError: 'unit'", topology.ATTEMPT: 6}
    properties = pika.BasicProperties(type="deed.published.v1", headers=headers)
    with channel_of(patient) as channel:
        for number in range(12):
            channel.basic_publish("", DEAD, f"{number}".encode(), properties)
        channel.basic_publish("", DEAD, b"\xff")
    known, unread = until(lambda: all_of(13, wrong(look_at_dead_letters, patient)))
    assert known.says == "12 letters: deed.published.v1 at notifications: KeyError: 'unit'"
    assert unread.says.startswith("1 letter: something unreadable at notifications: moved here")
    assert "dead-letters replay --service notifications --type deed.published.v1" in known.advice


def all_of(count, findings):
    """The findings once they speak of so many letters: a moment after they were sent."""
    told = sum(int(each.says.split()[0]) for each in findings)
    return findings if told == count else None

"""RabbitMQ: does it answer and take messages, is everything declared, who consumes?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection

from deploy.doctor.finding import Away, Finding, Level, fault, ok, warning
from deploy.doctor.patient import Patient
from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.pika_channel import opened
from shared.messaging.topology_check import Finding as TopologyFault
from shared.messaging.topology_check import check_topology

MANY = 1000  # messages: some seconds of work
BLOCKED_FOR = 1  # seconds until a connection that is blocked is given up
SHOWN = 3  # names
NO_BROKER = "the bus is in-process: there is none, and none is needed"
AWAY = "is it running? Is KUNTEKO_BROKER_URL right, and may this machine reach it?"
FULL = "make room, or raise its limit (rabbitmq.conf); what is untold waits in the outboxes"


def look_at_broker(patient: Patient) -> Iterator[Finding]:
    """Raises Away when no node answers, or takes messages: whoever published would wait."""
    if patient.settings.bus != "rabbitmq":
        yield ok(NO_BROKER)
        return
    found = [_node(address) for address in patient.settings.broker_url.split(";")]
    if all(each.level is Level.FAULT for each in found):
        raise Away(found[0].says, found[0].advice)
    yield from found


def _node(address: str) -> Finding:
    """One node of the cluster, or the only one."""
    blocked: list[str] = []
    try:
        with opened(address, blocked_for=BLOCKED_FOR) as connection:
            version = _version(connection)
            _ask_whether_blocked(connection, blocked)
    except BrokerUnavailable as error:
        if not blocked:
            return fault(str(error), AWAY)
    if blocked:
        return fault(f"it takes no messages: {blocked[0]}", FULL)
    return ok(f"RabbitMQ {version} answers and takes messages")


def _ask_whether_blocked(connection: BlockingConnection, reasons: list[str]) -> None:
    """Add why the broker takes nothing (an alarm: memory, disk), if it does not.

    It says so only to those who publish, hence a message to a queue that goes with the connection;
    and then it hears no farewell: the client gives the connection up.
    """
    connection.add_on_connection_blocked_callback(
        lambda _connection, frame: reasons.append(str(frame.method.reason))
    )
    channel = connection.channel()
    channel.basic_publish("", channel.queue_declare("", exclusive=True).method.queue, b"")
    connection.process_data_events(time_limit=0.5)
    if reasons:
        connection.process_data_events(time_limit=2 * BLOCKED_FOR)


def _version(connection: BlockingConnection) -> str:
    properties: dict[str, Any] = connection._impl.server_properties or {}
    version = properties.get("version", "")
    return version.decode() if isinstance(version, bytes) else str(version)


def look_at_queues(patient: Patient) -> Iterator[Finding]:
    if patient.settings.bus != "rabbitmq":
        return
    faults = check_topology(patient.settings, patient.workers)
    yield from _alike(faults)
    if not faults:
        yield ok("exchange and queues are as declared; `kunteko topology declare` binds them anew")
    missing = {found.name for found in faults}
    with opened(patient.settings.broker_url) as connection, connection.channel() as channel:
        for worker in patient.workers:
            name = topology.queue(worker.name)
            if worker.contracts and name not in missing:
                yield _queue(patient, channel, worker.name, name)


def _alike(faults: Sequence[TopologyFault]) -> Iterator[Finding]:
    """One finding for all that lack the same: of an empty broker, everything is missing."""
    groups: dict[tuple[str, str], list[str]] = {}
    for found in faults:
        groups.setdefault((found.problem, found.advice), []).append(found.name)
    for (problem, advice), names in groups.items():
        rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield fault(f"{', '.join(names[:SHOWN])}{rest}: {problem}", advice)


def _queue(patient: Patient, channel: BlockingChannel, service: str, name: str) -> Finding:
    found = channel.queue_declare(name, passive=True).method
    waiting, consumers = found.message_count, found.consumer_count
    if not consumers:
        return fault(f"nobody consumes {name} ({waiting} waiting)", patient.start_worker(service))
    if waiting > MANY:
        return warning(
            f"{waiting} messages wait in {name}",
            f"does it shrink? If not: another `kunteko worker --service {service}`",
        )
    return ok(f"{name}: {waiting} waiting, {consumers} consuming")

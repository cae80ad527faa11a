"""Clocks: this machine's against the store's and the broker's; the rules of the time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pika
from pika.adapters.blocking_connection import BlockingChannel

from deploy.doctor.finding import Finding, fault, ok, unknown, warning
from deploy.doctor.patient import Patient
from shared import ambient
from shared.messaging.lease import TTL
from shared.messaging.pika_channel import opened

SECOND = timedelta(seconds=1)  # RabbitMQ tells no less
APART = timedelta(seconds=2)
SET_IT = "let both follow the same time servers (timedatectl, chrony)"
# Finland keeps summer time; a decision to the contrary comes with new rules
KNOWN = ((datetime(2026, 1, 15, tzinfo=UTC), 2), (datetime(2026, 7, 15, tzinfo=UTC), 3))


def look_at_time_zone(_patient: Patient) -> Iterator[Finding]:
    for moment, hours in KNOWN:
        if moment.astimezone(ambient.HELSINKI).utcoffset() != timedelta(hours=hours):
            yield fault(
                f"Finnish time is not UTC+{hours} on {moment:%Y-%m-%d}: deadlines come out wrong",
                "install the system's tzdata anew",
            )
            return
    now = ambient.now().astimezone(ambient.HELSINKI)
    yield ok(f"it is {now:%Y-%m-%d %H:%M:%S} in Finland")


def look_at_clock(patient: Patient) -> Iterator[Finding]:
    asked = ambient.now()
    told: datetime = patient.client.admin.command("hello")["localTime"]  # naive, in UTC
    between = asked + (ambient.now() - asked) / 2
    yield compared("the store", told.replace(tzinfo=UTC) - between)


def look_at_broker_clock(patient: Patient) -> Iterator[Finding]:
    if patient.settings.bus != "rabbitmq":
        return
    with opened(patient.settings.broker_url) as connection, connection.channel() as channel:
        told = broker_time(channel)
    if told is None:
        yield unknown("the broker did not tell its time")
        return
    ahead = told - ambient.now()
    # it tells whole seconds: anything from `told` to a second later
    yield compared("the broker", ahead + SECOND if ahead < -SECOND else max(ahead, timedelta()))


def compared(whose: str, ahead: timedelta) -> Finding:
    """`ahead` is how far the other clock is before this machine's."""
    apart = abs(ahead)
    says = f"the clock of {whose} is {apart.total_seconds():.1f} s {_side(ahead)} this machine's"
    if apart >= TTL:
        return fault(f"{says}: leases mean nothing", SET_IT)
    return warning(says, SET_IT) if apart > APART else ok(says)


def _side(ahead: timedelta) -> str:
    return "before" if ahead > timedelta() else "behind"


def broker_time(channel: BlockingChannel) -> datetime | None:
    """AMQP has no question for it; but a message that dies carries the broker's time."""
    dead = channel.queue_declare("", exclusive=True).method.queue
    arguments = {
        "x-message-ttl": 0,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": dead,
    }
    dying = channel.queue_declare("", exclusive=True, arguments=arguments).method.queue
    channel.confirm_delivery()
    channel.basic_publish("", dying, b"what time is it?")
    for _ in range(50):
        method, properties, _body = channel.basic_get(dead, auto_ack=True)
        if method is not None:
            return _time_of_death(properties)
        channel.connection.sleep(0.02)
    return None


def _time_of_death(properties: pika.BasicProperties) -> datetime | None:
    deaths = (properties.headers or {}).get("x-death") or [{}]
    told = deaths[0].get("time")
    return told.replace(tzinfo=UTC) if isinstance(told, datetime) else None

"""Every check, in the order in which they are made: first what the others need."""

from __future__ import annotations

from deploy.doctor.broker import look_at_broker, look_at_queues
from deploy.doctor.cases import look_at_histories
from deploy.doctor.check import Check
from deploy.doctor.clock import look_at_broker_clock, look_at_clock, look_at_time_zone
from deploy.doctor.dead_letters import look_at_dead_letters
from deploy.doctor.grants import look_at_days
from deploy.doctor.mail_server import look_at_mail_server
from deploy.doctor.mails import look_at_mails
from deploy.doctor.schema import look_at_documents, look_at_read_models
from deploy.doctor.settings import look_at_services, look_at_settings
from deploy.doctor.store import look_at_store
from deploy.doctor.workers import look_at_leases, look_at_outboxes, look_at_timers

STORE = frozenset({"store", "services"})
BROKER = frozenset({"broker", "services"})
LONG = 60.0  # seconds: where there may be much to read

CHECKS = (
    Check("settings", look_at_settings),
    Check("services", look_at_services, within=LONG),
    Check("store", look_at_store),
    Check("broker", look_at_broker),
    Check("mail server", look_at_mail_server, within=20.0),
    Check("time zone", look_at_time_zone),
    Check("clock", look_at_clock, STORE),
    Check("clock", look_at_broker_clock, BROKER),
    Check("documents", look_at_documents, STORE, within=LONG),
    Check("queues", look_at_queues, BROKER),
    Check("workers", look_at_leases, STORE),
    Check("outboxes", look_at_outboxes, STORE, within=LONG),
    Check("timers", look_at_timers, STORE, within=LONG),
    # on the in-process bus they lie in the store, on RabbitMQ in its queues
    Check("dead letters", look_at_dead_letters, STORE | BROKER, within=LONG),
    Check("mails", look_at_mails, STORE),
    Check("histories", look_at_histories, STORE, within=LONG),
    Check("granted days", look_at_days, STORE),
    Check("read models", look_at_read_models, STORE, within=LONG),
)

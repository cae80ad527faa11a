"""The product inside the simulation: real tables, handlers, relays, consumers, tickers and loops.

Stood in for are only the store (in memory), the broker, the mail server, the threads that hand
mails over, and the drawing of mails and letters, which takes long and decides nothing.
"""

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from unittest.mock import patch

from deploy.registry import SERVICES
from services.applications.handlers import rounds
from services.notifications import consumer as notifications
from services.notifications import decision_letter, pango
from services.notifications.delivery import bulletins, journal, line, mails
from services.notifications.handlers import queueing
from services.notifications.rendering import Rendered
from shared import ambient, store
from shared.messaging import shift
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.consumer import Consumer
from shared.messaging.inprocess import deliver_once
from shared.messaging.lease import Lease
from shared.messaging.relay import Relay
from shared.store import database
from tests.simulation import bus
from tests.simulation.smtp import at_work


@dataclass(frozen=True)
class Component:
    """One thread of a worker: what it repeats, how often, and whose changes wake it earlier."""

    service: str
    run: Callable[[], int]
    every: timedelta
    watched: frozenset[tuple[str, str]]  # database alias, collection


class Process:
    """One process that may be killed. Each of its `components` does one thing at a time."""

    def __init__(self, name, leases):
        self.name, self.leases = name, leases
        self.components = {}
        self.consumers = {}

    def add(self, service, part, run, every, watches=()):
        watched = frozenset((each.service_alias, each.collection) for each in map(Watched, watches))
        self.components[f"{service} {part}"] = Component(service, run, every, watched)

    def may_run(self, name):
        """What a thread asks before its turn: whether the lease is ours."""
        if name.endswith(" lease"):
            return True
        service = self.components[name].service
        ours = self.leases.values() if service == "all" else [self.leases[service]]
        return all(lease.held() for lease in ours)


class Watched:
    def __init__(self, document):
        self.service_alias = document._meta["db_alias"]
        self.collection = document._get_collection_name()


class System:
    def __init__(self, world, mail, settings, *, distributed=True, doubled=""):
        """`doubled`: the service that has two worker processes. To be built in `standing_in`."""
        self.world, self.settings, self.distributed = world, settings, distributed
        self.mail = mail
        self.broker = bus.SimulatedBroker(world, self._workers())
        self.names = [worker.name for worker in self._workers()]
        self.processes = {}
        self.doubled = doubled
        for name in self._process_names():
            self.start(name)

    def _workers(self):
        return [each.module("consumer").worker(self.settings) for each in SERVICES]

    def _process_names(self):
        if not self.distributed:
            return ["worker"]
        return [*self.names, *([f"{self.doubled}/2"] if self.doubled else [])]

    def start(self, name):
        """As its supervisor does: with nothing remembered."""
        services = [name.partition("/")[0]] if self.distributed else list(self.names)
        workers = [worker for worker in self._workers() if worker.name in services]
        leases = {w.name: Lease(database(w.name), "worker", ambient.new_id()) for w in workers}
        process = Process(name, leases)
        for worker in workers:
            lease = leases[worker.name]
            process.add(worker.name, "lease", partial(shift._keep, lease), lease.renew_every)
            if worker.cases:
                process.add(worker.name, "ticker", partial(shift._tick, worker), shift.POLL)
            for loop in worker.loops:
                process.add(worker.name, loop.name, loop.run_once, loop.every, loop.watches)
            if self.distributed and worker.cases:
                relay = Relay(worker.cases, self.broker.publish)
                process.add(worker.name, "relay", relay.run_once, shift.POLL, worker.cases)
        if not self.distributed:
            everything = [case for worker in workers for case in worker.cases]
            process.add(
                "all", "bus", lambda: deliver_once(workers, ambient.now()), shift.POLL, everything
            )
        process.consumers = {w.name: Consumer(bus.URL, w) for w in workers if w.handlers}
        self.processes[name] = process
        return process

    def kill(self, name):
        """The process is gone, what it had taken from the broker goes back, and it starts anew."""
        ended = self.world.kill(name)
        self.broker.give_back(name)
        self.mail.killed(name)
        if name in self.processes:
            self.start(name)
        return ended

    def handle(self, process, service, message):
        """The consumer's own code, on one message."""
        message.taken_by = process.name

        def handle():
            try:
                process.consumers[service]._handle(message, self.broker)
            except BrokerUnavailable:
                message.taken_by = ""  # its connection is gone, and with it the delivery
                raise

        return handle


@contextmanager
def standing_in(mail):
    """What the simulation replaces in the product; the rest is as it is."""
    with ExitStack() as stack:

        def replaced(module, name, value):
            stack.enter_context(patch.object(module, name, value))

        replaced(store, "connect", lambda _settings, _service: None)  # it is connected
        # two themes are as good as ten, and told to three services each
        replaced(rounds, "THEMES", dict(list(rounds.THEMES.items())[:2]))
        replaced(line, "at_work", at_work)
        replaced(mails, "SmtpMailer", lambda _settings: mail)
        replaced(bulletins, "SmtpMailer", lambda _settings: mail)
        replaced(notifications, "register_gauge_source", lambda _source: None)
        replaced(pango, "require", lambda: None)
        replaced(queueing, "drawn", _plainly_drawn)
        replaced(queueing, "as_bytes", _as_plain_bytes)
        write_down = journal.write_down

        def written_down(rows):
            write_down(rows)
            mail.written_down()

        replaced(mails, "write_down", written_down)
        replaced(bulletins, "Press", PlainPress)
        replaced(decision_letter, "pdf_of", lambda _letter: b"%PDF-simulated")
        yield


def _plainly_drawn(words, frame, settings):
    return Rendered(subject=words.subject, html="", text="")


def _as_plain_bytes(_rendered, _frame, _attachments, envelope, _settings):
    return f"To: {envelope.email}\r\nMessage-ID: {envelope.message_id}\r\n\r\n".encode()


class PlainPress:
    """Stands in for what draws a bulletin once and fills it in for each reader."""

    def __init__(self, _bulletin, _language, _settings):
        pass

    def letter(self, to, _moment):
        return f"To: {to.email}\r\nMessage-ID: {to.message_id}\r\n\r\n".encode()

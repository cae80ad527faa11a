"""One worker process at work: its threads, the leases it holds, and who is woken by what."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from datetime import timedelta
from functools import partial

from pymongo.errors import PyMongoError

from shared import ambient
from shared.messaging import stored_dead_letters
from shared.messaging.consumer import Consumer
from shared.messaging.crew import Crew, repeat
from shared.messaging.inprocess import deliver_once
from shared.messaging.lease import Lease
from shared.messaging.publisher import Publisher
from shared.messaging.relay import Relay
from shared.messaging.topology import queues
from shared.messaging.wake import watch
from shared.messaging.worker import Loop, Worker
from shared.store import database
from shared.workflow.ticker import fire_due

POLL = timedelta(seconds=1)  # the safety net under the change stream; the pace of the ticker
FAREWELL = 20.0  # seconds for the threads to end what they are at


class Shift:
    def __init__(self, workers: Sequence[Worker], stop: threading.Event) -> None:
        self.crew = Crew(stop)
        self._workers = workers
        self._stop = stop
        self._ending = ExitStack()
        self._everyone: list[threading.Event] = []
        # service → collection → who is woken by its changes
        self._woken: dict[str, dict[str, list[threading.Event]]] = {w.name: {} for w in workers}
        holder = ambient.new_id()
        self._leases = {w.name: Lease(database(w.name), "worker", holder) for w in workers}

    def start_own(self, worker: Worker) -> None:
        """What a worker has on any bus: its lease, its ticker, its loops."""
        lease = self._leases[worker.name]
        keeper = Loop("lease", partial(_keep, lease), lease.renew_every)
        self._start(worker.name, keeper, lambda: True)
        if worker.cases:
            self._start(worker.name, Loop("ticker", partial(_tick, worker), POLL), lease.held)
        for loop in worker.loops:
            wake = self._start(worker.name, loop, lease.held)
            self._wake_by(wake, worker.name, (each._get_collection_name() for each in loop.watches))

    def start_rabbitmq(self, worker: Worker, broker_url: str, system: Sequence[Worker]) -> None:
        if worker.cases:
            publisher = Publisher(broker_url, queues(system))
            self._ending.callback(publisher.close)
            relay = Loop("relay", Relay(worker.cases, publisher.publish).run_once, POLL)
            wake = self._start(worker.name, relay, self._leases[worker.name].held)
            self._wake_by(wake, worker.name, _collections(worker))
        if worker.handlers:
            consumer = Consumer(broker_url, worker)
            self.crew.start(f"{worker.name} consumer", partial(consumer.run, self._stop))

    def start_inprocess(self) -> None:
        """One bus for all workers of the process: it needs them all."""
        bus = Loop("bus", lambda: deliver_once(self._workers, ambient.now()), POLL)
        leases = list(self._leases.values())
        wake = self._start("inprocess", bus, lambda: all(lease.held() for lease in leases))
        for worker in self._workers:
            collections = [*_collections(worker), stored_dead_letters.COLLECTION]
            self._wake_by(wake, worker.name, collections)

    def start_watching(self) -> None:
        """After everything that wants to be woken."""
        for service, wakes in self._woken.items():
            if wakes:
                self.crew.start(
                    f"{service} watch", partial(watch, database(service), wakes, self._stop)
                )

    def end(self) -> None:
        """Let everyone end what they are at; then others may take over at once."""
        for wake in self._everyone:
            wake.set()
        self.crew.join(FAREWELL)
        self._ending.close()
        for lease in self._leases.values():
            with suppress(PyMongoError):  # it runs out by itself
                lease.release()

    def _start(self, owner: str, loop: Loop, ours: Callable[[], bool]) -> threading.Event:
        wake = threading.Event()
        self._everyone.append(wake)
        self.crew.start(f"{owner} {loop.name}", partial(repeat, loop, self._stop, wake, ours))
        return wake

    def _wake_by(self, wake: threading.Event, service: str, collections: Iterable[str]) -> None:
        for collection in collections:
            self._woken[service].setdefault(collection, []).append(wake)


def _collections(worker: Worker) -> list[str]:
    return [case_class._get_collection_name() for case_class in worker.cases]


def _tick(worker: Worker) -> int:
    return sum(fire_due(case_class, ambient.now()) for case_class in worker.cases)


def _keep(lease: Lease) -> int:
    lease.renew()
    return 0  # once is enough until the next time

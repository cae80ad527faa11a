"""RabbitMQ as the simulation has it: it may refuse, double, reorder and delay, and loses nothing.

The names, bindings and retry queues are the product's own (`shared.messaging.topology`).
"""

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from shared.messaging import topology
from shared.messaging.broker import BrokerUnavailable
from shared.messaging.rabbitmq import Letter, letter_of
from shared.messaging.retries import DELAYS
from tests.simulation.world import World

URL = "amqp://simulated"


@dataclass(eq=False)
class Message:
    """What kombu hands to a consumer, as far as ours looks."""

    body: str
    headers: dict
    properties: dict
    due: datetime
    taken_by: str = ""  # a process; until it acknowledges
    queue: deque = field(default_factory=deque, repr=False)
    world: World | None = field(default=None, repr=False)

    def ack(self):
        """An acknowledgement that does not get there leaves the message where it is."""
        if self.world.reach("ack") == "go":
            self.queue.remove(self)
        else:
            self.taken_by = ""


class SimulatedBroker:
    def __init__(self, world, workers):
        self.world = world
        self.is_away = False
        self.bindings = {}
        for queue in topology.queues(workers):
            for event_type in queue.bindings:
                self.bindings.setdefault(event_type, []).append(queue.name)
        names = [topology.queue(worker.name) for worker in workers if worker.contracts]
        self.queues = {name: deque() for name in names}
        self.dead = {topology.dead_queue(name): [] for name in names}
        self.delays = {
            topology.retry_queue(name, delay): (name, delay) for name in names for delay in DELAYS
        }

    # the producers' side

    def publish(self, events):
        self.send([letter_of(event) for event in events])

    def send(self, letters):
        """As Publisher.send: returns when all are safe, raises when one may not be."""
        verdict = self.world.reach(f"publish {len(letters)}")
        if self.is_away or verdict == "before":
            raise BrokerUnavailable(URL, "simulated: away")
        # a connection that breaks half-way has brought a part there
        brought = letters[: len(letters) // 2] if verdict == "half" else letters
        for letter in brought:
            self._take(letter)
        if verdict != "go":
            raise BrokerUnavailable(URL, "simulated: no confirm")

    def _take(self, letter: Letter):
        for name, delay in self._targets(letter):
            queue = self.dead[name] if name in self.dead else self.queues[name]
            due = self.world.now() + delay
            headers, properties = dict(letter.headers), dict(letter.properties)
            queue.append(
                Message(letter.body, headers, properties, due, queue=queue, world=self.world)
            )

    def _targets(self, letter):
        now = timedelta()
        if letter.exchange:
            return [(name, now) for name in self.bindings.get(letter.routing_key, ())]
        if letter.routing_key in self.delays:
            return [self.delays[letter.routing_key]]
        return [(letter.routing_key, now)]

    # the consumers' side

    def ready(self, service):
        """What may be handed over now."""
        now = self.world.now()
        queue = self.queues.get(topology.queue(service), ())
        return [each for each in queue if not each.taken_by and each.due <= now]

    def give_back(self, process):
        """The connection of `process` is gone: what it had not acknowledged is there again."""
        for queue in self.queues.values():
            for message in queue:
                if message.taken_by == process:
                    message.taken_by = ""

    def double(self, service, number):
        """RabbitMQ delivers at least once: here is one that comes twice."""
        queue = self.queues[topology.queue(service)]
        if queue:
            message = queue[number % len(queue)]
            again = replace(message, headers=dict(message.headers), taken_by="")
            queue.append(again)

    def next_due(self):
        waiting = [each.due for queue in self.queues.values() for each in queue]
        return min(waiting, default=None)

    @property
    def is_empty(self):
        return not any(self.queues.values())

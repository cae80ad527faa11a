"""One run: commands drawn from a seed, or played again from a list.

A command is a tuple of plain values. One that means nothing any more (its activity is gone, say) is
passed over, so that a list with some of its commands taken out is still a run: that is how a
failing one is made short.
"""

import traceback
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from pymongo.errors import PyMongoError

from services.notifications.documents import HandOver, Message
from shared import ambient
from shared.errors import KuntekoError
from shared.messaging import topology
from shared.messaging.lease import TTL
from tests.simulation import memory
from tests.simulation.hooks import hooked
from tests.simulation.invariants import at_rest, on_change
from tests.simulation.people import PEOPLE
from tests.simulation.people.person import Turn
from tests.simulation.smtp import SimulatedMailServer
from tests.simulation.system import System, standing_in
from tests.simulation.under_way import NOTHING, under_way
from tests.simulation.world import World
from tests.support.settings import make_settings

SETTINGS = make_settings(bounce_address="palautukset@kunteko.example")
FORESEEN = (KuntekoError, PyMongoError)  # what a page or a loop answers and outlives
STORE_FAULTS = ("before", "after")
BROKER_FAULTS = ("before", "half", "after")
MOST_STEPS_AT_REST = 20_000
LONGEST_REST = timedelta(days=4)  # until everything that was begun must be over


class Failed(AssertionError):
    """A rule is broken. `commands` play it again, up to where the run is left to itself."""

    def __init__(self, simulation, rule, problem):
        self.seed, self.rough = simulation.seed, simulation.is_rough
        self.distributed, self.services = simulation.distributed, simulation.services
        self.commands = list(simulation.commands)
        self.rule, self.problem = rule, problem
        super().__init__(f"seed {self.seed}, {len(self.commands)} commands: {rule}: {problem}")


class Simulation:
    def __init__(
        self,
        seed,
        *,
        rough=False,
        distributed=None,
        services=(),
        collection_class=memory.Collection,
        put=memory.restore,
    ):
        """`rough`: with as many faults as may be; `distributed`: with a broker, or as drawn.

        services   whose people take part; all without
        put(rows)  makes them all that is stored
        """
        self.seed, self.is_rough = seed, rough
        self.rng = Random(seed)
        self.world = World()
        self.collection_class, self.put = collection_class, put
        self.commands = []
        self.steps = 0  # of activities, from one point to the next
        self.story = None  # a list: lines are added to it
        self.confirmed = []  # what people were told has been done: (kind, facts)
        self.people = {}  # key of a turn → (name, service, subseed)
        # how rough this run is
        self.fault_rate = self.rng.choice((0, 0.005, 0.02, 0.06))
        self.kill_rate = self.rng.choice((0, 0.002, 0.01))
        if rough:
            self.fault_rate, self.kill_rate = 0.06, 0.02
        self.services = services
        self.visitors = [
            name for name in PEOPLE if not services or PEOPLE[name].service in services
        ]
        self.hurry = self.rng.choice((0.6, 0.75, 0.85))  # how much goes on before more begins
        self.distributed = self.rng.random() < 0.75 if distributed is None else distributed
        self.doubled = self.rng.choice(("", "", "notifications", "applications", "deeds"))
        self.is_from_nothing = self.rng.random() < 0.25  # or from a programme that is under way

    @contextmanager
    def standing(self, beginning=None):
        """Within the block the world is the simulated one, from its beginning on."""
        if beginning is None:
            beginning = NOTHING if self.is_from_nothing else under_way(Simulation)
        self.put(beginning.rows)
        self.world.moment = beginning.moment or self.world.moment
        self.world.count = beginning.ids
        mail = SimulatedMailServer(self.world, beginning.arrived)
        with (
            ambient.use(self.world),
            hooked(self.world, self.collection_class),
            standing_in(mail),
        ):
            doubled = self.doubled if self.distributed else ""
            self.system = System(
                self.world, mail, SETTINGS, distributed=self.distributed, doubled=doubled
            )
            self.quiet = {}  # (process, component) → when it last found nothing to do
            self.turns = {}  # activity → the person whose request it is
            self.is_resting = False
            self.seen = {}  # case → as it was when it was last looked at
            yield self

    # a whole run

    def play(self, steps):
        """Draw and do `steps` commands, then come to rest. Raises Failed."""
        with self.standing():
            for step in range(steps):
                # then what they have begun is worked off, under the same faults
                self._do(self._draw(people_come=step < steps * 0.6))
            self.come_to_rest()
        return self

    def replay(self, commands):
        with self.standing():
            for command in commands:
                self._do(tuple(command))
            self.come_to_rest()
        return self

    def _do(self, command):
        self.commands.append(command)
        self._do_unasked(command)

    def _do_unasked(self, command):
        name, *values = command
        if self.story is not None and name != "go":
            self._tell(" ".join(map(str, command)))
        getattr(self, f"do_{name}")(*values)
        self._check(on_change.broken)

    def _tell(self, line):
        self.story.append(f"{self.world.now():%d.%m. %H:%M:%S}  {line}")

    def _check(self, broken):
        rule, problem = broken(self) or ("", "")
        self.world.changed.clear()
        if problem:
            raise Failed(self, rule, problem)

    # drawing

    def _draw(self, people_come):
        roll, rng = self.rng.random(), self.rng
        if roll < self.kill_rate:
            return ("kill", self._draw_victim())
        if roll > 0.985:
            return self._draw_trouble()
        if self.world.activities and rng.random() < self.hurry:
            return self._draw_next()
        if people_come and rng.random() < 0.4:
            return self._draw_person()
        work = next(filter(None, (self._draw_work() for _ in range(6))), None)
        if work:
            return work
        return self._draw_person() if people_come else ("clock", rng.choice((1, 5, 30)))

    def _draw_victim(self):
        """Mostly one that is in the middle of something."""
        busy = list(dict.fromkeys(each.process for each in self.world.activities.values()))
        if busy and self.rng.random() < 0.8:
            return self.rng.choice(busy)
        return self.rng.choice(
            [*self.system.processes, *(f"web-{name}" for name in self.system.names)]
        )

    def _draw_trouble(self):
        rng = self.rng
        match rng.randrange(8):
            case 0 if self.fault_rate:
                return ("broker", rng.choice(("away", "well")))
            case 1 if self.fault_rate:
                return ("mail", rng.choice(("away", "busy", "well")))
            case 2 if self.fault_rate:
                return ("store", rng.choice(("away", "well", "well")))
            case 3:
                return ("double", rng.choice(self.system.names), rng.randrange(100))
            case 4 | 5:
                return ("clock", rng.choice((3600, 6 * 3600, 24 * 3600, 4 * 24 * 3600)))
            case _:
                return ("clock", rng.choice((1, 5, 20, 60, 300, 900)))

    def _draw_next(self):
        rng = self.rng
        running = list(self.world.activities.values())
        key = rng.choices(running, [activity.pace for activity in running])[0].key
        verdict = "go"
        if rng.random() < self.fault_rate:
            is_broker = self.world.activities[key].point.startswith("publish")
            verdict = rng.choice(BROKER_FAULTS if is_broker else STORE_FAULTS)
        return ("go", key, verdict)

    def _draw_person(self):
        rng = self.rng
        if self.people and rng.random() < 0.08:  # once more: a double click, a repeated request
            name, subseed = rng.choice(list(self.people.values()))
            return ("person", name, subseed, rng.randrange(1 << 30))
        weights = [PEOPLE[name].weight for name in self.visitors]
        name = rng.choices(self.visitors, weights)[0]
        return ("person", name, rng.randrange(1 << 30), 0)

    def _draw_work(self):
        """A component with something to do, or a message for a consumer; None: none was found."""
        rng, system = self.rng, self.system
        process = rng.choice(list(system.processes.values()))
        if self.distributed and process.consumers and rng.random() < 0.5:
            service = rng.choice(list(process.consumers))
            if system.broker.ready(service):
                return ("handle", process.name, service, rng.randrange(8))
        parts = [part for part in process.components if self._has_its_turn(process, part)]
        return ("work", process.name, rng.choice(parts)) if parts else None

    def _has_its_turn(self, process, part):
        if f"{process.name}: {part}" in self.world.activities or not process.may_run(part):
            return False
        quiet_since = self.quiet.get((process.name, part))
        if quiet_since is None:
            return True
        is_due = self.world.now() - quiet_since >= process.components[part].every
        return is_due and not self.is_resting

    # doing

    def do_go(self, key, verdict):
        activity = self.world.activities.get(key)
        if activity is None:
            return
        if verdict != "go":
            self.world.note_fault(f"{activity.point.split()[0]} {verdict}")
        self.steps += 1
        over = self.world.go_on(key, verdict)
        if self.story is not None:
            self._tell(f"  {activity.key}: {_ended(over) if over else 'before ' + activity.point}")
        self._wake()
        if over:
            self._end(over)

    def _begin(self, key, process, work):
        self.world.begin(key, process, work)
        self.do_go(key, "go")

    def _end(self, activity):
        if activity.error and not isinstance(activity.error, FORESEEN):
            problem = f"{activity.key}: {traceback.format_exception(activity.error)[-1].strip()}"
            raise Failed(self, "nothing unforeseen", problem) from activity.error
        if activity.key in self.turns:
            turn = self.turns.pop(activity.key)
            if not activity.error:
                self.confirmed += turn.confirmed
        elif ": " in activity.key and not activity.result and not activity.error:
            process, part = activity.key.split(": ")
            self.quiet[process, part] = self.world.now()

    def _wake(self):
        """Whoever watches a collection that has changed has his turn again."""
        if not self.world.changed:
            return
        changed = {
            (name.removeprefix(SETTINGS.store_prefix), collection)
            for name, collection, _ in self.world.changed
        }
        for process in self.system.processes.values():
            for part, component in process.components.items():
                if component.watched & changed:
                    self.quiet.pop((process.name, part), None)

    def do_person(self, name, subseed, again):
        person = PEOPLE[name]
        key = f"{name}~{subseed}~{again}"
        if key in self.world.activities:
            return
        turn = Turn(self, name, Random(subseed))
        self.people[key] = (name, subseed)
        self.turns[key] = turn
        self._begin(key, f"web-{person.service}", lambda: person.act(turn))

    def do_work(self, process, part):
        key = f"{process}: {part}"
        run = self.system.processes.get(process)
        if run is None or part not in run.components or key in self.world.activities:
            return
        self._begin(key, process, run.components[part].run)

    def do_handle(self, process, service, number):
        run = self.system.processes.get(process)
        ready = self.system.broker.ready(service) if self.distributed else ()
        if run is None or service not in run.consumers or not ready:
            return
        message = ready[number % len(ready)]
        key = f"{process} handles {id_of(message)}"
        if key not in self.world.activities:
            self._begin(key, process, self.system.handle(run, service, message))

    def do_kill(self, process):
        self.world.note_fault("kill")
        ended = self.system.kill(process)
        for activity in ended:
            self.turns.pop(activity.key, None)
        self.quiet = {key: at for key, at in self.quiet.items() if key[0] != process}
        self._wake()

    def do_clock(self, seconds):
        self.world.pass_time(seconds)

    def do_broker(self, mood):
        self.system.broker.is_away = mood == "away"

    def do_mail(self, mood):
        self.system.mail.mood = mood

    def do_store(self, mood):
        self.world.store_is_away = mood == "away"

    def do_double(self, service, number):
        if self.distributed and topology.queue(service) in self.system.broker.queues:
            self.system.broker.double(service, number)

    # coming to rest

    def come_to_rest(self):
        """Whole again, and left to itself: whatever was begun comes to its end."""
        self.do_broker("well")
        self.do_mail("well")
        self.do_store("well")
        while self.world.activities:
            self.do_go(next(iter(self.world.activities)), "go")
        self.do_clock(2 * TTL.total_seconds())  # leases of killed processes are over
        self.quiet.clear()
        self._run_out()
        self.is_resting = True
        begun = self.world.now()
        while self.world.now() - begun < LONGEST_REST:
            moment, parts = self._until_more()
            if moment is None:
                break
            self.do_clock(max(1.0, (moment - self.world.now()).total_seconds() + 0.5))
            self._wake_parts({"lease", *parts})
            self._run_out()
        self.is_resting = False
        self._check(at_rest.broken)

    def _wake_parts(self, parts):
        self.quiet = {
            key: at for key, at in self.quiet.items() if key[1].partition(" ")[2] not in parts
        }

    def _run_out(self):
        """Everything that can be done at this moment."""
        for _ in range(MOST_STEPS_AT_REST):
            if self.world.activities:
                self.do_go(next(iter(self.world.activities)), "go")
            else:
                command = self._next_work()
                if command is None:
                    return
                self._do_unasked(command)
            self._check(on_change.broken)
        raise Failed(self, "it comes to rest", "it does not")

    def _next_work(self):
        for process in self.system.processes.values():
            for service in process.consumers:
                if self.distributed and self.system.broker.ready(service):
                    return ("handle", process.name, service, 0)
            for part in process.components:
                if self._has_its_turn(process, part):
                    return ("work", process.name, part)
        return None

    def _until_more(self):
        """When something that has been begun goes on, and which components do that."""
        waiting = [(self.system.broker.next_due(), ())]
        waiting += [(each.until, ("deliver mails",)) for each in HandOver.objects()]
        waiting += [(each.next_at, ("deliver mails",)) for each in Message.objects(state="queued")]
        waiting += [(moment, ("bus", "relay")) for moment in at_rest.waiting_in_outboxes()]
        known = [each for each in waiting if each[0] is not None]
        return min(known, default=(None, ()))


def _ended(activity):
    return f"ends with {activity.error!r}" if activity.error else "is over"


def id_of(message):
    return f"{message.properties.get('message_id')}@{message.due.isoformat()}"

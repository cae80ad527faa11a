"""One run: commands drawn from a seed, or played again from a list.

A command is a tuple of plain values. One that means nothing any more (its activity is gone, say) is
passed over, so that a list with some of its commands taken out is still a run: that is how a
failing one is made short.
"""

from collections import deque
from contextlib import contextmanager
from random import Random

from shared import ambient
from tests.simulation import doing, memory
from tests.simulation.drawing import draw
from tests.simulation.hooks import hooked
from tests.simulation.invariants import on_change
from tests.simulation.people import PEOPLE
from tests.simulation.resting import come_to_rest
from tests.simulation.smtp import SimulatedMailServer
from tests.simulation.system import System, standing_in
from tests.simulation.under_way import NOTHING, play_before, under_way
from tests.simulation.world import World
from tests.support.settings import make_settings

SETTINGS = make_settings(bounce_address="palautukset@kunteko.example")


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
        self.people = {}  # key of a turn → (name, subseed)
        self.forms = {}  # cause → (id, version) of the case that its form was opened on
        self.looked_at = deque(maxlen=3)  # ids of the cases that people looked at last
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
            beginning = NOTHING if self.is_from_nothing else under_way()
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

    def play(self, steps):
        """Draw and do `steps` commands, then come to rest. Raises Failed."""
        with self.standing():
            for step in range(steps):
                # then what they have begun is worked off, under the same faults
                self.do(draw(self, people_come=step < steps * 0.6))
            come_to_rest(self)
        return self

    def replay(self, commands):
        with self.standing():
            for command in commands:
                self.do(tuple(command))
            come_to_rest(self)
        return self

    def do(self, command):
        self.commands.append(command)
        self.do_unasked(command)

    def do_unasked(self, command):
        name, *values = command
        if name != "go":
            self.tell(" ".join(map(str, command)))
        doing.COMMANDS[name](self, *values)
        self.check(on_change.broken)

    def tell(self, line):
        if self.story is not None:
            self.story.append(f"{self.world.now():%d.%m. %H:%M:%S}  {line}")

    def check(self, broken):
        rule, problem = broken(self) or ("", "")
        self.world.changed.clear()
        if problem:
            raise self.failure(rule, problem)

    def failure(self, rule, problem):
        return Failed(self, rule, problem)

    def has_its_turn(self, process, part):
        if f"{process.name}: {part}" in self.world.activities:
            return False
        quiet_since = self.quiet.get((process.name, part))
        if quiet_since is not None:
            is_due = self.world.now() - quiet_since >= process.components[part].every
            if self.is_resting or not is_due:
                return False
        return process.may_run(part)


def prepare():
    """Every service on the store in memory, and the programme played that most runs begin with.

    Once in a process, before any fault is planted.
    """
    memory.connect(SETTINGS)
    play_before(Simulation(0))

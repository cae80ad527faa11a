"""The world of one simulated run: its clock, its ids, its processes, and who acts next.

Everything that runs is an activity: a person's request in a web process, a worker's sweep, an
event being handled. An activity runs until it reaches the store, the broker or the mail server;
there it stands still, and a command says what happens next: it goes on, what it wanted fails
(before or after it was done), its process is killed, or somebody else goes first. A run is the
list of its commands: played again, it is the same run.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from greenlet import getcurrent, greenlet
from pymongo.errors import AutoReconnect

from shared import ambient

BEGINNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # a Monday, ten o'clock in Finland


PACES = (*(1,) * 8, 0.1, 0.01)


class Killed(BaseException):
    """The process is gone. Nothing that it does on the way out reaches anybody."""


class StoreAway(AutoReconnect):
    """The connection to the store broke; whether the write was done, nobody can say."""


@dataclass
class Activity:
    key: str
    process: str
    work: Callable[[], object]
    patient: bool  # stands still before reads, too: others may write between two of its reads
    pace: float  # how soon it goes on, against the others: a slow one sees much happen meanwhile
    point: str = "begins"
    is_dead: bool = False
    result: object = None
    error: Exception | None = None
    thread: greenlet = field(init=False, repr=False)

    def __post_init__(self):
        self.thread = greenlet(self._run)

    def _run(self):
        try:
            self.result = self.work()
        except Killed:
            pass
        except Exception as error:
            self.error = error

    @property
    def is_over(self):
        return self.thread.dead


class World(ambient.Source):
    """`activities` are under way, by key; `faults` counts how often each kind has struck."""

    def __init__(self):
        self.moment = BEGINNING
        self.count = 0
        self.activities: dict[str, Activity] = {}
        self.store_is_away = False
        self.faults: dict[str, int] = {}
        self.changed: set[tuple[str, str, object]] = set()  # database, collection, id or None
        self.main = getcurrent()

    # what ambient asks of its source

    def now(self):
        return self.moment

    def new_id(self):
        self.count += 1
        # ids of the real world do not come in order either
        return f"{(self.count * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF:016x}{self.count:016x}"

    def random_token(self):
        return self.new_id()

    def pass_time(self, seconds):
        self.moment += timedelta(seconds=seconds)

    # activities

    def begin(self, key, process, work):
        rng = Random(key)
        pace = rng.choice(PACES)
        activity = Activity(key, process, work, rng.random() < 0.3, pace)
        self.activities[key] = activity
        return activity

    def go_on(self, key, verdict="go"):
        """Let it reach its next point. Returns it when it is over, and forgets it then."""
        activity = self.activities[key]
        self._switch(activity, verdict)
        if not activity.is_over:
            return None
        del self.activities[key]
        return activity

    def _switch(self, activity, verdict):
        self.running = activity
        activity.thread.switch(*([verdict] if activity.thread else []))
        self.running = None

    running: Activity | None = None

    def kill(self, process):
        """kill -9: its activities end where they stand."""
        ended = [each for each in self.activities.values() if each.process == process]
        for activity in ended:
            activity.is_dead = True
            if activity.thread:
                self.running = activity
                activity.thread.throw(Killed)
                self.running = None
            del self.activities[activity.key]
        return ended

    def reach(self, what):
        """Stand still before `what`. Returns "go", or which fault it is to meet."""
        activity = self.running
        if activity is None:
            return "go"  # the simulation itself looks
        if activity.is_dead:
            raise Killed
        activity.point = what
        verdict = self.main.switch()
        if activity.is_dead:
            raise Killed
        return verdict

    def note_fault(self, kind):
        self.faults[kind] = self.faults.get(kind, 0) + 1

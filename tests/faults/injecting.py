"""The faults of processes: each is injected and, as whoever watches over them would, mended."""

import os
import time
from collections import Counter
from contextlib import contextmanager
from random import Random

from services.notifications.documents import Message
from services.notifications.workflow.mail import QUEUED
from tests.faults import accounting
from tests.faults.traffic import Traffic
from tests.support.waiting import until

SEED = int(os.environ.get("FAULTS_SEED", "0")) or int(time.time())

AT_LEAST = 5  # submissions during a test: on a busy machine people are slow
# whose faults may come between a mail's acceptance and the record of it
UNHEARD = ("worker-notifications", "store", "mail server")


class Injector:
    """Injects faults at moments that `chance`, seeded, chooses; counts them."""

    def __init__(self, system, traffic, seed):
        self.system, self.traffic, self.chance = system, traffic, Random(seed)
        self.injected = Counter()

    def kill(self, victim):
        """kill -9 of a process, of the store or the broker; after a moment it is there again."""
        down = self.chance.uniform(0, 2)
        if victim == "store":
            self.store_away(down)
        elif victim == "broker":
            self.injected["kill -9 broker"] += 1
            self.system.broker.server.kill()
            time.sleep(down)
            self.system.broker.server.start()
        else:
            self.kill_together([victim], down)

    def kill_together(self, victims, down, meanwhile=None):
        for victim in victims:
            self._note("kill -9", victim)
            self.system.kill(victim)
        time.sleep(down)
        if meanwhile:
            meanwhile()
        for victim in victims:
            self.system.start_again(victim)

    def store_away(self, seconds):
        self._note("kill -9", "store")
        self.system.store_server.kill()
        time.sleep(seconds)
        self.system.store_server.start()

    def halt(self, victims, seconds, meanwhile=None):
        """SIGSTOP for so long: they do not know that they were away."""
        for victim in victims:
            self._note("SIGSTOP", victim)
            self.system.halt(victim)
        time.sleep(seconds)
        if meanwhile:
            meanwhile()
        for victim in victims:
            self.system.go_on(victim)

    def mail_away(self, seconds, hours=0):
        """No mail server for so long; meanwhile the clock goes on by `hours`."""
        self._note("no mail server", "")
        self.system.mail.stop()
        time.sleep(seconds)
        self.system.clocks.step(hours * 3600)
        time.sleep(seconds)
        self.system.mail.start()

    def mail_dies(self, seconds):
        """For so long the mail server keeps each mail and is gone before it says so."""
        self._note("dying", "mail server")
        self.system.mail.dying = True
        time.sleep(seconds)
        self.system.mail.dying = False

    def a_line_of_mails(self, at_least):
        """The mail server is slow: this many wait behind those under way."""
        self.system.mail.pause = 0.5
        until(
            lambda: Message.objects(state=QUEUED).count() >= at_least,
            within=90,
            what=f"{at_least} mails wait",
            every=0.2,
        )

    def move_clock(self, seconds, *names):
        self.injected[f"clock {seconds:+d} s"] += 1
        self.system.clocks.step(seconds, *names)

    def _note(self, fault, victim):
        self.injected[f"{fault} {victim}"] += 1
        self.traffic.unheard += victim.startswith(UNHEARD)

    def wait(self, most):
        time.sleep(self.chance.uniform(0.2, most))


@contextmanager
def under_load(system, capsys, people=4, seed=SEED):
    """Faults in the block, people at work all through it; afterwards all is accounted for."""
    _say(capsys, f"FAULTS_SEED={seed}")
    began = time.monotonic()
    accounting.connect(system)
    traffic = Traffic(system, people, seed).start()
    injector = Injector(system, traffic, seed)
    try:
        yield injector
        until(lambda: traffic.submissions >= AT_LEAST, within=120, what="people submit", every=0.2)
    finally:
        system.mail.pause = 0.0
        traffic.stop()
    system.clocks.together()
    accounting.settled(system, traffic)
    figures = accounting.check(system, traffic)
    took = f"{time.monotonic() - began:.0f} s"
    _say(capsys, f"{injector.injected.total()} faults in {took}: {dict(injector.injected)}")
    _say(capsys, figures)


def _say(capsys, words):
    with capsys.disabled():
        print(f"\n{words}", end="", flush=True)

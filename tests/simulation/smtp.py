"""The mail server as the simulation has it: takes, refuses, stalls, breaks off, before or after."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from services.notifications.delivery import line
from services.notifications.smtp import (
    LOST_AFTER_CONTENT,
    Accepted,
    Deferred,
    Refused,
    Unreachable,
)

NOWHERE = "tuntematon"  # how addresses begin that the mail server refuses for good


@dataclass(frozen=True)
class Arrived:
    """A mail that the server took. `in_doubt`: its sender does not know."""

    recipient: str
    message_id: str
    at: datetime
    in_doubt: bool


class SimulatedMailServer:
    """`mood`: "well", "busy" (refuses for now), "away"."""

    def __init__(self, world, arrived=()):
        self.world = world
        self.mood = "well"
        self.arrived: list[Arrived] = list(arrived)
        self._unwritten = defaultdict(list)  # process → Message-IDs
        self.doubts = Counter()  # Message-ID → how often its sender could not know

    def send(self, content, recipient, return_address):
        """Mailer.send: never raises for what the server does."""
        verdict = self.world.reach(f"mail to {recipient}")
        if self.mood == "away" or verdict == "before":
            return Unreachable("simulated: no connection")
        if recipient.startswith(NOWHERE):
            return Refused("550 simulated: no such mailbox")
        if self.mood == "busy":
            return Deferred("451 simulated: later", 451)
        in_doubt = verdict == "after"
        self._take(content, recipient, in_doubt)
        self.world.reach("the mail server's answer")
        return Deferred(LOST_AFTER_CONTENT) if in_doubt else Accepted("250 simulated: taken")

    def close(self):
        pass

    def _take(self, content, recipient, in_doubt):
        head = content.partition(b"\r\n\r\n")[0]
        message = message_from_bytes(head, policy=default)
        message_id = str(message["Message-ID"])
        self.arrived.append(Arrived(recipient, message_id, self.world.now(), in_doubt))
        self.doubts[message_id] += in_doubt
        self._unwritten[self.world.running.process].append(message_id)

    def written_down(self):
        """The journal has what came of the mails so far."""
        self._unwritten.pop(self.world.running.process, None)

    def killed(self, process):
        """What it had handed over and not written down, nobody knows of any more."""
        self.doubts.update(self._unwritten.pop(process, ()))


class OneByOne(line.Line):
    """The line to the mail server without threads: each letter is tried as it is given."""

    def __init__(self, mailer):
        super().__init__()
        self._mailer = mailer

    def give(self, letter):
        super().give(letter)
        self._out.put(None)
        self.work(self._mailer)


class at_work:
    """Stands in for `line.at_work`."""

    def __init__(self, crew):
        self._line = OneByOne(crew[0])

    def __enter__(self):
        return self._line

    def __exit__(self, *_):
        self._line.cut.set()

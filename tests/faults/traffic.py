"""People at work, all through a fault: they apply, tell of deeds, decide, read their mail, accept.

What the system confirmed to them is remembered; `accounting` asks afterwards where it is.
"""

import threading
from collections import Counter

from tests.faults.office import Office
from tests.faults.people import Applicant, Author, Reader
from tests.faults.person import GaveUp, Trouble

PAUSE = 0.3  # seconds between two things that one person does
ENOUGH = 400  # submissions of one run: the load is bounded


class Traffic:
    """`people` threads until `stop()`; every fourth applies, tells, decides, reads mail.

    confirmed   what people were told is done: (what, key) → whose address, or what was decided
    complaints  what no person should have met: an answer that neither works nor says "try again"
    unheard     moments in which the mail server may have taken a mail without anybody knowing
    """

    def __init__(self, system, people=4, seed=0):
        self.system = system
        self.confirmed = {}
        self.complaints = []
        self.unheard = 0
        self._arrived_before = len(system.mail.mails)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        roles = (Applicant, Author, Office, Reader)
        self._people = [
            roles[place % 4](self, f"person {place}", seed * 100 + place) for place in range(people)
        ]
        self._threads = []

    def start(self):
        for person in self._people:
            thread = threading.Thread(target=self._live, args=(person,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def stop(self):
        """Everybody ends what they are at: nothing hangs half-way because of us."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(150)
            assert not thread.is_alive(), "a person does not come to an end"

    def clear_the_desk(self):
        """The office lets go of what waits to be seen."""
        office = next(person for person in self._people if isinstance(person, Office))
        office.persist(office.release_mails)

    def arrived_since(self):
        """Message-ID → how often, since the traffic began."""
        return Counter(
            str(mail.message["Message-ID"])
            for mail in self.system.mail.mails[self._arrived_before :]
        )

    def confirm(self, what, key, value):
        with self._lock:
            self.confirmed[what, key] = value

    def number(self):
        with self._lock:
            return next(self.system.numbers)

    @property
    def submissions(self):
        return sum(what in ("application", "deed") for what, _key in list(self.confirmed))

    @property
    def figures(self):
        """For the report of a run."""
        counted = Counter(what for what, _key in self.confirmed)
        counted["trouble"] = sum(len(person.troubles) for person in self._people)
        return dict(counted)

    def _live(self, person):
        while not self._stopping.is_set() and self.submissions < ENOUGH:
            try:
                person.go_on()
            except GaveUp as error:
                if not self._stopping.is_set():
                    self.complaints.append(str(error))
            except (AssertionError, Trouble, LookupError, TypeError, ValueError) as error:
                self.complaints.append(f"{person.name}: {error!r}"[:1500])
            self._stopping.wait(PAUSE)

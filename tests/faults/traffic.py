"""People at work, all through a fault: they apply, tell of deeds, decide, read their mail, accept.

What the system confirmed to them is remembered; `accounting` asks afterwards where it is.
"""

import re
import threading
from collections import Counter

from tests.faults.person import Browser, GaveUp, Program, Trouble
from tests.integration.deploy.test_distributed import finnish
from tests.support.distributed import token_of

PAUSE = 0.3  # seconds between two things that one person does
ENOUGH = 400  # submissions of one run: the load is bounded
REFERENCE = re.compile(r"SP-\d+-\d+")
LINK = re.compile(r"https?://[^/\s]+(/(?:sparring/order|sparring/status|deeds/confirm)/[^\s)]+)")
DEED = {
    "stage": "done",
    "need": "Ruoka-apua jonotettiin ulkona.",
    "goal": "Jokainen saa apua ilman jonottamista.",
    "done": "Teimme varauskalenterin.",
    "organisation": "Kokeilulan kunta",
    "sector": "social_health",
    "region": "lappi",
    "themes": ["renewal"],
    "contact.name": "Kirsi Kokeilija",
    "contact.phone": "",
}


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


class Applicant(Browser):
    """Fills in the real form, section by section, and sends it."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed)
        self.traffic = traffic

    def go_on(self):
        number = self.traffic.number()
        email = f"maija.{number}@kunta{number}.example"
        draft = self.persist(self.begin)
        for section, answers in self.answers(number, email).items():
            self.persist(self.fill_in, f"{draft}/{section}", answers)
        self.persist(self.choose_expert, f"{draft}/expert")
        reference = self.persist(self.send, f"{draft}/check")
        self.traffic.confirm("application", reference, email)

    def begin(self):
        self.open("/sparring/apply")
        self.submit({"expert": ""}, to="/sparring/apply")
        return self.visitor.path.rpartition("/")[0]

    def fill_in(self, page, answers):
        self.open(page)
        self.submit(answers)

    def choose_expert(self, page):
        self.open(page)
        radios = re.findall(r"<input[^>]*name=\"expert\"[^>]*>", self.visitor.text)
        chosen = re.search(r'value="([^"]+)"', self.chance.choice(radios))[1]
        self.submit({"expert": chosen}, to="/expert")

    def send(self, page):
        self.open(page)
        if self.visitor.path.endswith("/check"):  # else it went the first time
            self.submit(to="/check")
        return REFERENCE.search(self.visitor.words)[0]

    def answers(self, number, email):
        return {
            "organisation": {
                "organisation": f"Kunta {number}",
                "business_id": business_id(number // 3),  # the third finds the limit of two days
                "unit": "Päiväkoti",
                "sector": "education",
            },
            "contact": {"name": "Maija Meri", "email": email, "phone": "", "language": "fi"},
            "need": {"situation": "Uusi.", "goal": "Yhteinen tapa.", "themes": ["processes"]},
            "participants": {"management": "1", "supervisors": "2", "personnel": "9", "users": "0"},
            "day": {
                "days": "1",
                "mode": "remote",
                "place": "Teams",
                "date": finnish(self.chance.randrange(25, 60)),
                "start_time": "9.00",
            },
        }


class Author(Browser):
    """Tells of a deed."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed)
        self.traffic = traffic

    def go_on(self):
        number = self.traffic.number()
        email = f"kirsi.{number}@kokeilula.example"
        deed = {**DEED, "title": f"Varauskalenteri {number}", "contact.email": email}
        form = self.persist(self.begin)
        reference = self.persist(self.send, form, deed)
        self.traffic.confirm("deed", reference, email)

    def begin(self):
        self.open("/deeds/tell?lang=fi")
        self.submit(to="/deeds/tell")
        return self.visitor.path

    def send(self, form, answers):
        self.open(form)
        if self.visitor.path == form:  # else it went the first time
            self.submit({**answers, "then": "check"}, to=form)
            self.submit(to="/check")
        return re.search(r"TEKO-\d+", self.visitor.words)[0]


class Office(Program):
    """Asks for more, grants, rejects; lets the mails of its decisions go."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed, token_of("robot"))
        self.traffic = traffic

    def go_on(self):
        _status, queue = self.persist(self.ask, "/api/v1/applications?tab=decide")
        for application in queue["items"]:
            self.decide(application)
            self.persist(self.release_mails)

    def decide(self, application):
        number = int(application["reference"].rpartition("-")[2])
        if number % 5 == 0:
            self.reject(application)
        elif number % 5 == 1 and not application["request"]:
            asked = {"sections": ["need"], "message": "Kertokaa lisää.", "answer_by": finnish(20)}
            self.act(application, "ask-more", asked, expected="returned")
        else:
            self.grant(application)

    def grant(self, application):
        day = application["day"]
        body = {
            "days": 1,
            "expert": application["expert"]["id"],
            "date": day["date"],
            "start_time": day["start_time"],
            "grounds": "Ehdot täyttyvät.",
        }
        if not self.act(application, "grant", body, expected="ordered"):
            self.reject(application)  # the budget, or the organisation's days, are used

    def reject(self, application):
        self.act(application, "reject", {"grounds": "Päivät on jaettu."}, expected="rejected")

    def act(self, application, step, body, *, expected):
        """Whether it was done. The same key again, the same step."""
        version, case = application["version"], application["id"]
        address = f"/api/v1/applications/{case}/{step}"
        key = f"{step} {case} {version}"
        ask = lambda: self.ask(address, {**body, "version": version}, key=key)  # noqa: E731
        status, answer = self.persist(ask)
        if status == 200:
            self.traffic.confirm(expected, application["reference"], answer["version"])
            return True
        assert status == 409, f"{status} for {step}: {answer}"
        return False

    def release_mails(self):
        """All that waits. One released a moment ago, its answer lost, waits no more."""
        page = 1
        while True:
            _status, found = self.ask(f"/api/v1/mails/outbox?page={page}")
            for mail in found["mails"]:
                self.release(mail)
            if page >= found["pages"]:
                return
            page += 1

    def release(self, mail):
        address = f"/api/v1/mails/outbox/{mail['id']}/release?version={mail['version']}"
        status, answer = self.ask(address, {})
        if status == 409 and "changes" in answer:  # the case went on; it is right all the same
            status, answer = self.ask(
                address, {"seen": [change["event_id"] for change in answer["changes"]]}
            )
        assert status in (200, 409), f"{status}: {answer}"


class Reader(Browser):
    """Everybody's mail: experts accept, authors confirm, applicants answer, each by their link."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed)
        self.traffic = traffic
        self.read = len(traffic.system.mail.mails)

    def go_on(self):
        arrived = self.traffic.system.mail.mails
        for mail in arrived[self.read :]:
            self.read += 1
            for link in LINK.findall(mail.text):
                self.persist(self.follow, link.rstrip(".,"), mail)

    def follow(self, link, mail):
        try:
            self.open(link)
        except AssertionError:
            if self.visitor.status != 410:  # over: it was used, or the case went on
                raise
            return
        if link.startswith("/sparring/order/"):
            self.accept(mail)
        elif link.startswith("/deeds/confirm/"):
            self.confirm_deed(mail)
        elif "/answer" in self.visitor.text:
            self.answer(link)

    def accept(self, mail):
        if 'accept"' in self.visitor.text:
            self.submit(to="/accept")
            self.traffic.confirm("agreed", REFERENCE.search(mail.text)[0], mail.to)

    def confirm_deed(self, mail):
        if "/deeds/confirm/" in self.visitor.path and "<form" in self.visitor.text:
            self.submit()
            self.traffic.confirm("deed confirmed", mail.to, mail.to)

    def answer(self, link):
        self.open(f"{link}/answer")
        if self.visitor.path.endswith("/answer"):
            self.submit({"need.goal": "Yhteinen viikkopalaveri.", "answer": "Tarkensimme."})


def business_id(number):
    """A valid one: weights of the Finnish check digit."""
    while True:
        digits = f"{2_000_000 + number * 7:07d}"
        rest = sum(int(d) * w for d, w in zip(digits, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return f"{digits}-{0 if rest == 0 else 11 - rest}"
        number += 1_000_000 // 7

"""Those who work with pages and mail: applicants, authors of deeds, readers of mail."""

import re

from deploy.demo.applications import business_id
from tests.faults.person import Browser
from tests.integration.deploy.test_distributed import finnish

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


class AtWork(Browser):
    """Tells the traffic what was confirmed to them."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic.system, name, seed)
        self.traffic = traffic


class Applicant(AtWork):
    """Fills in the real form, section by section, and sends it."""

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
                "business_id": business_id(
                    2_000_000 + number // 3 * 7
                ),  # the third finds the limit of two days
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


class Author(AtWork):
    """Tells of a deed."""

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


class Reader(AtWork):
    """Everybody's mail: experts accept, authors confirm, applicants answer, each by their link."""

    def __init__(self, traffic, name, seed):
        super().__init__(traffic, name, seed)
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

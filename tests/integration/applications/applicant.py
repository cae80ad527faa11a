"""Somebody without a sign-in at a browser: reads pages, posts the forms they show."""

import re

from shared.links import make_link

GOOD = {
    "organisation": {
        "organisation": "Porvoon kaupunki",
        "business_id": "1061512-1",
        "unit": "Varhaiskasvatus",
        "sector": "education",
    },
    "contact": {
        "name": "Maija Meikäläinen",
        "email": "maija@porvoo.example",
        "phone": "040 123 4567",
        "language": "fi",
    },
    "need": {
        "situation": "Kaksi taloa yhdistyy.",
        "goal": "Yhteinen tapa.",
        "themes": ["processes"],
    },
    "participants": {"management": "1", "supervisors": "2", "personnel": "9", "users": "0"},
    "expert": {"expert": "liisa"},
}


class Applicant:
    def __init__(self, app, language="en"):
        self.app = app
        self.client = app.test_client()
        self.client.set_cookie("lang", language)
        self.token = ""

    def get(self, path):
        return self.client.get(path)

    def post(self, path, answers=None, *, page=None):
        """Post the form of the page; `page` is its text if it has been read already."""
        shown = page or self.get(path).text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', shown)
        assert csrf, f"no form on {path}: {words(shown)[:500]}"
        return self.client.post(path, data={**(answers or {}), "csrf_token": csrf[1]})

    def start(self):
        """A new draft; returns the start of its pages' addresses."""
        return self.post("/sparring/apply").location.rpartition("/")[0]

    def fill(self, day, **changes):
        """A draft with every page filled in; changes name fields."""
        base = self.start()
        day_answers = {
            "days": "1",
            "mode": "remote",
            "place": "Teams",
            "date": f"{day.day}.{day.month}.{day.year}",
            "start_time": "9.00",
        }
        for section, answers in {**GOOD, "day": day_answers}.items():
            own = {name: value for name, value in changes.items() if name in answers}
            if section == "expert":
                continue
            answer = self.post(f"{base}/{section}", {**answers, **own})
            assert answer.status_code == 303, words(answer.text)
        answer = self.post(f"{base}/expert", GOOD["expert"])
        assert answer.status_code == 303, words(answer.text)
        return base

    def link(self, purpose, case, recipient="", step=""):
        settings = self.app.extensions["kunteko_settings"]
        return f"/sparring/{purpose}/{make_link(settings, purpose, case.id, recipient, step)}"

    def status_link(self, case):
        return self.link("status", case, case.contact["email"])

    def order_link(self, case):
        return self.link("order", case, case.expert["email"], str(case.order))


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())

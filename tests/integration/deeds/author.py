"""An author at a browser, with the links from the mails: reads pages, posts the forms they show."""

import re

from services.deeds.documents import Deed
from shared import ambient
from shared.links import LIFETIMES, make_link
from tests.support.visitor import Forms

PLACES = {"deed": "mine", "deed-confirm": "confirm"}


class Author:
    def __init__(self, app, language="en"):
        self.app = app
        self.client = app.test_client()
        self.client.set_cookie("lang", language)

    def link(self, deed, page="", *, purpose="deed", recipient=None):
        settings = self.app.extensions["kunteko_settings"]
        address = deed.author["email"] if recipient is None else recipient
        token = make_link(settings, purpose, deed.id, address)
        return f"/deeds/{PLACES[purpose]}/{token}{page}"

    def get(self, path):
        return self.client.get(path)

    def read(self, path, status=200):
        """The page's own part, as text of HTML."""
        answer = self.get(path)
        assert answer.status_code == status, words(answer.text)[:800]
        return body(answer.text)

    def post(self, path, answers=None, *, page=None, **more):
        """Post the page's own form with all it holds; `page` is its text if it was read before."""
        shown = page or self.get(path).text
        held = held_by(shown)
        assert "csrf_token" in held, f"no form on {path}: {words(shown)[:500]}"
        return self.client.post(path, data=held | (answers or {}), **more)


def held_by(page):
    """What a browser would send of the first form that posts."""
    forms = [form for form in Forms(page).found if form["method"] == "post"]
    return dict(forms[0]["held"]) if forms else {}


def body(page):
    return page.split("<main", 1)[1].split("</main>")[0]


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def stored(deed):
    return Deed.objects.get(id=deed.id)


def later(lifetime):
    """A clock past the lifetime, whose ids do not meet those already given."""
    source = ambient.FixedSource(ambient.now() + lifetime + LIFETIMES["sign-in"])
    source.count = 1_000_000
    return ambient.use(source)

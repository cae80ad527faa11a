"""Links of every kind: a table of what each opens at each standing of what it is for.

Every service fills in its own (`test_links_of_every_kind.py`), and tests/contract/ looks that no
purpose of shared/links.py is in none of them.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared import ambient
from shared.links import LIFETIMES, Link, make_link, read_link
from tests.support.desk import hidden_fields
from tests.support.scanning import TOKEN, changed, is_private, scanned, stored, words_of
from tests.support.settings import make_settings
from tests.support.told import events_of, mails_because_of

# fresh: works · old: its time is over · spent: what it is for has been done · superseded: a newer
# step, or another person, has taken its place · gone: what it is for has been deleted
STANDINGS = ("fresh", "old", "spent", "superseded", "gone")
FORGED = ("tampered", "cut short", "of another purpose", "signed by another key")
ANOTHER_KEY = "the key of somebody else or one that is not in use any more"


@dataclass(frozen=True)
class Opened:
    """What the page of a link is to be.

    link    makes what it is for, and the path of the page
    hides   what must not be on the page
    act     where the person's button posts to, after the path; None where there is none
    given   what the person fills in
    acts    whether pressing it changes something
    again   whether pressing it once more changes something again: only where that does no harm
    mails   (template, address) of the mails after asking for a fresh link twice within the hour;
            () where none is offered
    fresh   where it is asked for, after the path; or a whole one with {token} in it
    after   how much later the link is opened
    """

    link: Callable[[Any], str]
    status: int = 200
    says: str = ""
    hides: tuple[str, ...] = ()
    act: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    acts: bool = False
    again: bool = False
    mails: tuple[tuple[str, str], ...] = ()
    fresh: str = "/fresh"
    after: timedelta = timedelta()

    def fresh_at(self, path):
        token = TOKEN.search(path)[0][1:]
        return self.fresh.format(token=token) if "{token}" in self.fresh else path + self.fresh


@dataclass(frozen=True)
class Never:
    """Why no link of this purpose ever stands so."""

    because: str


Matrix = dict[str, dict[str, Opened | Never]]  # purpose → standing


def rows_of(matrix):
    """(purpose, standing) of all that can be opened."""
    return [
        (purpose, standing)
        for purpose, standings in matrix.items()
        for standing, row in standings.items()
        if isinstance(row, Opened)
    ]


@dataclass(frozen=True)
class World:
    """The service under test. `form` is any page of it that has a form."""

    service: str
    app: Any
    settings: Any
    cases: tuple[Any, ...]
    form: str

    def token(self, purpose, case_id, recipient="", step=""):
        return make_link(self.settings, purpose, case_id, recipient, step)

    def stored(self):
        return stored(self.service)

    def told(self):
        return events_of(self.cases)


class Later(ambient.Source):
    """The clock stands some time after the present one; ids are as in the real world."""

    def __init__(self, span):
        self.moment = ambient.now() + span

    def now(self):
        return self.moment


def later(span):
    return ambient.use(Later(span)) if span else nullcontext()


def check(world, row):
    """Open the link as scanners do, then as the person does."""
    path = row.link(world)
    with later(row.after):
        before = world.stored()
        looked_at(world, path, row)
        touched = changed(before, world.stored())
        assert not touched, f"somebody looked, and this changed: {touched}"
        if row.act is not None:
            pressed(world, path, row, before)
        if row.mails:
            mailed_once(world, path, row)
        elif row.status == 410:
            not_mailed(world, path, row, before)


def looked_at(world, path, row):
    answers = scanned(world.app, path)
    text = words_of(answers[1])
    for answer in answers:
        assert answer.status_code == row.status, (answer.status_code, text[:900])
        assert is_private(answer), answer.headers
    assert row.says in text, text[:900]
    assert not [hidden for hidden in row.hides if hidden in text], text[:900]
    offered = f'action="{row.fresh_at(path)}"' in answers[1].text
    assert offered == bool(row.mails), f"fresh link offered: {offered}"


def person_at(world):
    client = world.app.test_client()
    client.set_cookie("lang", "en")
    return client


def with_form(world, person):
    """The token of the person's own session, from any form."""
    return {"csrf_token": hidden_fields(person.get(world.form).text)["csrf_token"]}


def pressed(world, path, row, before):
    """The button, in two browsers: it acts once where it may act, and never breaks."""
    person, another = person_at(world), person_at(world)
    held = held_by(person, path, row.act)
    for who in (person, another):
        given = {**held, **with_form(world, who), **row.given}
        answer = who.post(path + row.act, data=given)
        assert answer.status_code in (200, 303, 409, 410), answer.status_code
        after = world.stored()
        if who is person:
            first = after
            assert (after != before) == row.acts, (answer.status_code, words_of(answer)[:900])
    assert row.again or after == first, "the second click changed something"


def held_by(person, path, act):
    """Hidden fields of the form behind the button: on its own page, or on that of the link."""
    pages = (person.get(path + act), person.get(path))
    shown = next((page for page in pages if page.status_code == 200), None)
    return hidden_fields(shown.text) if shown else {}


def mailed_once(world, path, row):
    """A fresh link, to the address of the old one: one an hour, however often it is asked for."""
    person = person_at(world)
    held, known = with_form(world, person), {event.id for event in world.told()}
    for _ in range(2):
        answer = person.post(row.fresh_at(path), data=held)
        assert answer.status_code == 200, (answer.status_code, words_of(answer)[:900])
    fresh = [event for event in world.told() if event.id not in known]
    mails = mails_because_of(fresh, world.settings)
    made = [(mail.template, mail.to.email) for mail in mails]
    assert made == [*row.mails], made


def not_mailed(world, path, row, before):
    """Whoever asks for it all the same gets a page, and changes nothing."""
    person = person_at(world)
    answer = person.post(row.fresh_at(path), data=with_form(world, person))
    assert answer.status_code in (404, 405, 410), answer.status_code
    assert world.stored() == before, "nothing was offered, and something changed"


def forged(world, purpose, path, how):
    """The path with another token in the place of its own."""
    token = TOKEN.search(path)[0][1:]
    link: Link = read_link(world.settings, purpose, token)
    return path.replace(token, forgery(world.settings, link, token, how))


def forgery(settings, link, token, how):
    if how == "tampered":
        return re.sub("[a-zA-Z](?=[^a-zA-Z]*$)", swapped, token)
    if how == "cut short":
        return token[:-5]
    purpose, keys = link.purpose, settings
    if how == "of another purpose":
        purpose = next(other for other in LIFETIMES if other != link.purpose)
    else:
        keys = make_settings(secret_keys=ANOTHER_KEY)
    return make_link(keys, purpose, link.case_id, link.recipient, link.step)


def swapped(letter):
    return letter[0].swapcase()


def check_forged(world, purpose, row):
    """It opens nothing and does nothing, and the page says where to get a fresh one."""
    path = row.link(world)
    before, person = world.stored(), person_at(world)
    held = with_form(world, person)
    for how in FORGED:
        wrong = forged(world, purpose, path, how)
        for answer in scanned(world.app, wrong):
            assert answer.status_code == 404, how
            assert is_private(answer), answer.headers
        assert 'href="/sparring/link"' in answer.text
        assert world.settings.office_email in answer.text
        for place in (wrong + (row.act or ""), row.fresh_at(wrong)):
            refused = person.post(place, data={**held, **row.given})
            assert refused.status_code in (404, 405), (how, refused.status_code)
    assert world.stored() == before

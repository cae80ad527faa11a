"""Subscribers and a bulletin to them, as stored."""

from datetime import timedelta

from services.notifications.audience import members_of
from services.notifications.documents import Bulletin, BulletinRecipient, Subscriber, subscriber_id
from services.notifications.handlers import bulletins
from services.notifications.workflow.bulletin import NEWSLETTER
from shared import ambient
from shared.roles import Role
from shared.workflow.pin import Pin
from shared.workflow.table import Actor

VILLE = Actor(Role.STAFF, "Ville Virkailija", "ville@kunteko.example")
LETTER = {
    "kind": NEWSLETTER,
    "languages": [],
    "title": {"fi": "Marraskuun kirje", "sv": "Novemberbrevet", "en": ""},
    "text": {
        "fi": "Hei **kaikki**, [haku](https://kunteko.example/haku) on auki.",
        "sv": "Hej!",
        "en": "",
    },
}


def subscribed(*emails, language="fi", kinds=(NEWSLETTER,), state="subscribed", **more):
    at = ambient.now() - timedelta(days=1)
    people = [
        Subscriber(
            id=subscriber_id(email),
            email=email,
            state=state,
            version=2,
            language=language,
            kinds=list(kinds),
            created_at=at,
            updated_at=at,
            **more,
        )
        for email in emails
    ]
    Subscriber.objects.insert(people)
    return people


def crowd(number):
    emails = [f"lukija{one}@kunta.example" for one in range(number)]
    subscribed(*emails)
    return emails


def pin(version=0):
    return Pin(version, ambient.new_id())


def draft(**changes):
    return bulletins.start_bulletin({**LETTER, **changes}, by=VILLE, pin=pin())


def sending(**changes):
    letter = draft(**changes)
    seen = len(members_of(letter))
    return bulletins.send_bulletin(letter, by=VILLE, pin=pin(letter.version), seen=seen)


def move(letter, action):
    letter = stored(letter)
    return bulletins.move_bulletin(letter, action, by=VILLE, pin=pin(letter.version))


def stored(letter):
    return Bulletin.objects.get(id=letter.id)


def states(letter):
    """State → addresses."""
    found = {}
    for row in BulletinRecipient.objects(bulletin_id=letter.id):
        found.setdefault(row.state, set()).add(row.email)
    return found


def run(loop, rounds=200):
    """Until nothing is done any more."""
    for _ in range(rounds):
        if not loop.run_once():
            return
    raise AssertionError(f"still at work after {rounds} rounds")

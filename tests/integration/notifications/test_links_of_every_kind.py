"""Links of subscribers and letters, of every kind and at every standing: looking is harmless."""

from datetime import timedelta

import pytest

from services.notifications.app import create_app
from services.notifications.documents import DecisionLetter, RoundWatch, Subscriber, subscriber_id
from services.notifications.handlers import rounds
from services.notifications.handlers import subscriptions as handlers
from shared.links import LIFETIMES
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import SYSTEM
from tests.support.apps import app_on
from tests.support.links import Matrix, Never, Opened, World, check, check_forged, rows_of

LIISA = "liisa.lukija@kunta.example"
KEY = subscriber_id(LIISA)
HIDDEN = (LIISA,)
LATER = timedelta(hours=2)
OLD = "The time to use this link is over."


@pytest.fixture
def world(connected, store, clock):
    app = app_on(store, "notifications", create_app)
    return World("notifications", app, connected, (Subscriber,), "/subscriptions/link")


def stored():
    return Subscriber.objects(id=KEY).first()


def asked():
    handlers.sign_up(LIISA, "en")


def subscribed():
    asked()
    return handlers.confirm(stored(), Pin(stored().version, "k"))


def left():
    handlers.leave(subscribed())


def unreachable():
    perform(subscribed(), "lose", SYSTEM)


def deleted():
    subscribed()
    Subscriber.objects.delete()


def subscriber_link(place, stand):
    purpose = "subscribe" if place == "confirm" else "subscription"

    def made(world):
        stand()
        return f"/subscriptions/{place}/{world.token(purpose, KEY, LIISA)}"

    return made


def watch_link(world):
    rounds.watch_rounds(LIISA, "fi", world.settings)
    watch = RoundWatch.objects.get()
    token = world.token("round-watch", watch.id, watch.email)
    return f"/subscriptions/round-opening/leave/{token}"


def watched_no_more(world):
    path = watch_link(world)
    RoundWatch.objects.delete()
    return path


def coming_letter_link(world):
    return f"/letters/{world.token('letter', 'event-1', LIISA)}"


def letter_link(world):
    DecisionLetter(
        id="event-1", about="case-1", reference="SP-2026-0001", language="fi", pdf=b"%PDF-1.7"
    ).save()
    return coming_letter_link(world)


WISHED = {"kinds": "newsletter", "language": "sv"}
CONFIRM, CHOICES = ("subscription_confirm", LIISA), ("subscription_choices", LIISA)
LEAVING = "/subscriptions/mine/{token}/fresh"

MATRIX: Matrix = {
    "subscribe": {
        "fresh": Opened(subscriber_link("confirm", asked), act="", acts=True),
        "old": Opened(
            subscriber_link("confirm", asked),
            410,
            OLD,
            HIDDEN,
            act="",
            mails=(CONFIRM,),
            after=LIFETIMES["subscribe"] * 2,
        ),
        "spent": Opened(
            subscriber_link("confirm", subscribed),
            says="You have confirmed this already.",
            act="",
            mails=(CHOICES,),
            after=LATER,
        ),
        "superseded": Never("an address is one subscriber, and its link confirms all that waits"),
        "gone": Opened(
            subscriber_link("confirm", left), 410, "Your subscriptions have ended", HIDDEN, act=""
        ),
    },
    "subscription": {
        "fresh": Opened(
            subscriber_link("mine", subscribed), says=LIISA, act="", given=WISHED, acts=True
        ),
        "fresh, to leave": Opened(
            subscriber_link("leave", subscribed), says=LIISA, act="", acts=True, fresh=LEAVING
        ),
        "old": Opened(
            subscriber_link("mine", subscribed),
            410,
            OLD,
            HIDDEN,
            act="",
            given=WISHED,
            mails=(CHOICES,),
            after=LIFETIMES["subscription"] * 2,
        ),
        # nobody has to ask for a fresh link in order to go
        "old, to leave": Opened(
            subscriber_link("leave", subscribed),
            says=LIISA,
            act="",
            acts=True,
            fresh=LEAVING,
            after=LIFETIMES["subscription"] * 2,
        ),
        "spent": Opened(
            subscriber_link("mine", left),
            410,
            "Your subscriptions have ended",
            HIDDEN,
            act="",
            given=WISHED,
        ),
        "spent, to leave": Opened(subscriber_link("leave", left), act="", fresh=LEAVING),
        # our letters came back
        "superseded": Opened(
            subscriber_link("mine", unreachable),
            410,
            "Our letters to your address came back",
            HIDDEN,
            act="",
            given=WISHED,
            mails=(CONFIRM,),
            after=LATER,
        ),
        "gone": Opened(
            subscriber_link("mine", deleted), 410, "address has been deleted", HIDDEN, act=""
        ),
        "gone, to leave": Opened(subscriber_link("leave", deleted), act="", fresh=LEAVING),
    },
    "round-watch": {
        "fresh": Opened(watch_link, says=LIISA, act="", acts=True),
        "old": Opened(
            watch_link, says=LIISA, act="", acts=True, after=LIFETIMES["round-watch"] * 2
        ),
        "spent": Opened(watched_no_more, 410, "you do not need to do anything"),
        "superseded": Never("an address is told once"),
        "gone": Opened(
            watched_no_more,
            410,
            "you do not need to do anything",
            after=LIFETIMES["round-watch"] * 2,
        ),
    },
    "letter": {
        "fresh": Opened(letter_link),
        "old": Opened(
            letter_link,
            410,
            "Ask for a fresh one to your own address.",
            after=LIFETIMES["letter"] * 2,
        ),
        "spent": Never("there is nothing to do"),
        "superseded": Never("a letter is never rewritten"),
        "gone": Opened(coming_letter_link, 503, "The letter is being written"),
    },
}


@pytest.mark.parametrize(("purpose", "standing"), rows_of(MATRIX))
def test_looking_changes_nothing_and_the_page_helps(world, purpose, standing):
    check(world, MATRIX[purpose][standing])


@pytest.mark.parametrize("purpose", MATRIX)
def test_a_forged_link_opens_nothing_and_says_where_to_get_one(world, purpose):
    check_forged(world, purpose, MATRIX[purpose]["fresh"])

"""Links of subscribers: looking changes nothing; old, spent and foreign ones say what to do."""

import pytest

from services.notifications.app import create_app
from services.notifications.documents import Subscriber, subscriber_id
from services.notifications.handlers import subscriptions as handlers
from shared.links import make_link
from shared.workflow.perform import perform
from shared.workflow.pin import Pin
from shared.workflow.table import SYSTEM
from tests.integration.notifications.mailroom import Mailroom, words_of
from tests.support.apps import app_on
from tests.support.desk import Desk

LIISA = "liisa.lukija@kunta.example"
KEY = subscriber_id(LIISA)


@pytest.fixture
def app(store, clock):
    return app_on(store, "notifications", create_app)


@pytest.fixture
def reader(app):
    return Desk(app)


@pytest.fixture
def mailroom(app, settings):
    return Mailroom(settings)


@pytest.fixture
def link(settings, app):
    """Path of a link to one of the subscriber's pages."""
    purposes = {"confirm": "subscribe", "mine": "subscription", "leave": "subscription"}

    def link(place, key=KEY, email=LIISA, purpose=""):
        token = make_link(settings, purpose or purposes[place], key, email)
        return f"/subscriptions/{place}/{token}"

    return link


def stored():
    return Subscriber.objects(id=KEY).first()


def asked():
    handlers.sign_up(LIISA, "en")


def subscribed():
    asked()
    return handlers.confirm(stored(), Pin(stored().version, "k"))


def left():
    handlers.leave(subscribed())


def expired():
    asked()
    perform(stored(), "expire", SYSTEM)


def unreachable():
    perform(subscribed(), "lose", SYSTEM)


@pytest.mark.parametrize("stand", [asked, subscribed, left, unreachable])
def test_scanners_open_every_link_and_change_nothing(stand, app, link):
    stand()
    before = stored().to_mongo().to_dict()
    client = app.test_client()
    for place in ("confirm", "mine", "leave"):
        for method in (client.get, client.head):
            assert method(link(place)).status_code in (200, 410)
    client.get(f"{link('mine')}/wishes")
    assert stored().to_mongo().to_dict() == before


@pytest.mark.parametrize("place", ["confirm", "mine", "leave"])
def test_a_link_made_for_another_purpose_opens_nothing(place, reader, link):
    subscribed()
    other = "status" if place == "confirm" else "subscribe"
    for method in (reader.get, lambda path: reader.post(path, {})):
        answer = method(link(place, purpose=other))
        assert answer.status_code in (400, 404)
    assert stored().state == "subscribed"


def test_a_forged_link_tells_where_to_get_a_fresh_one(reader, link):
    subscribed()
    answer = reader.get(link("mine")[:-3] + "xxx")
    assert answer.status_code == 404
    assert 'href="/subscriptions/link"' in answer.text


def test_another_subscribers_link_opens_only_their_own_page(reader, link):
    subscribed()
    handlers.sign_up("other@kunta.example", "en")
    other = Subscriber.objects(id=subscriber_id("other@kunta.example")).first()
    handlers.confirm(other, Pin(other.version, "k"))
    page = words_of(reader.get(link("mine", other.id, other.email)))
    assert "other@kunta.example" in page
    assert LIISA not in page


@pytest.mark.parametrize(
    ("stand", "place", "says", "template"),
    [
        (asked, "confirm", "The time to use this link is over.", "subscription_confirm"),
        (subscribed, "mine", "The time to use this link is over.", "subscription_choices"),
        (unreachable, "mine", "Our letters to your address came back", "subscription_confirm"),
    ],
)
def test_an_old_link_offers_a_fresh_one(
    stand, place, says, template, reader, link, clock, mailroom
):
    old = link(place)
    clock.forward(days=6 * 365)
    stand()
    clock.forward(hours=2)
    answer = reader.get(old)
    assert answer.status_code == 410
    assert says in words_of(answer)
    before = len(mailroom.mails(LIISA))
    fresh = words_of(reader.post(f"{old}/fresh", reader.hidden(old)))
    assert "l…@kunta.example" in fresh and LIISA not in fresh
    reader.post(f"{old}/fresh", reader.hidden(old))
    assert mailroom.templates(LIISA)[before:] == [template]


@pytest.mark.parametrize(
    ("stand", "says"),
    [
        (left, "Your subscriptions have ended, and your address has been deleted."),
        (expired, "was not confirmed within 30 days"),
    ],
)
@pytest.mark.parametrize("place", ["confirm", "mine"])
def test_the_links_of_one_who_is_gone_say_so(stand, says, place, reader, link):
    stand()
    answer = reader.get(link(place))
    assert answer.status_code == 410
    assert says in words_of(answer)
    assert 'href="/subscriptions/newsletter"' in answer.text
    assert reader.post(f"{link(place)}/fresh", {}).status_code == 400
    assert reader.post(link(place), reader.hidden("/subscriptions/link")).status_code == 410
    assert stored().email == ""


def test_a_spent_link_to_confirm_offers_the_way_to_the_choices(reader, link, clock, mailroom):
    subscribed()
    clock.forward(hours=2)
    page = reader.get(link("confirm"))
    assert "You have confirmed this already." in words_of(page)
    reader.post(f"{link('confirm')}/fresh", reader.hidden(link("confirm")))
    assert mailroom.templates(LIISA)[-1] == "subscription_choices"
    answer = reader.post(link("confirm"), reader.hidden(link("confirm")))
    assert "Your subscriptions" in words_of(answer)
    assert [entry["action"] for entry in stored().history].count("confirm") == 1


def test_one_whose_address_somebody_else_typed_deletes_it_at_once(reader, link):
    asked()
    page = reader.get(link("confirm")).text
    action = page.split('class="post-button"')[0].rsplit('action="', 1)[1].split('"')[0]
    reader.post(action, {})
    assert (stored().state, stored().email) == ("left", "")


def test_a_lost_link_is_mailed_and_nobody_learns_who_subscribes(reader, mailroom, clock):
    subscribed()
    clock.forward(hours=2)
    answers = {
        reader.post("/subscriptions/link", email=email).text
        for email in (LIISA, "nobody@kunta.example", LIISA)
    }
    assert len(answers) == 1
    assert mailroom.templates(LIISA) == ["subscription_confirm", "subscription_choices"]
    assert mailroom.mails("nobody@kunta.example") == []


def test_events_in_the_wrong_order_make_the_same_mails(clock, mailroom):
    subscribed()
    clock.forward(hours=2)
    handlers.sign_up(LIISA, "en")
    told = mailroom.tell()
    assert len(told) == 3
    first = sorted(mailroom.templates(LIISA))
    for event in reversed(told):
        mailroom.handle(event)
    assert sorted(mailroom.templates(LIISA)) == first


def test_pages_behind_a_link_are_kept_by_no_cache(reader, link):
    subscribed()
    for place in ("confirm", "mine", "leave"):
        assert reader.get(link(place)).headers["Cache-Control"] == "no-store"

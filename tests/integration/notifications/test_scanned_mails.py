"""Scanners open every link of every mail to subscribers, the one that leaves too: nothing changes,
and the person's click, or the mail program's, still works."""

import pytest

from services.notifications.app import create_app
from services.notifications.documents import MailContent, RoundWatch, Subscriber
from services.notifications.handlers import rounds
from services.notifications.handlers import subscriptions as handlers
from services.notifications.mails.subscriptions import list_unsubscribe_headers
from services.notifications.workflow.bulletin import NEWSLETTER
from tests.integration.notifications.test_links_of_every_kind import LIISA, stored, subscribed
from tests.support.apps import app_on
from tests.support.scanning import is_personal, kinds_with_links_to, scan, scanned
from tests.support.scanning import stored as everything
from tests.support.told import events_of, mails_because_of

CONTACT = {
    "name": "Kaisa Yhteyshenkilö",
    "organisation": "Kemin kaupunki",
    "position": "Kehittämispäällikkö",
    "wishes": "Lisää esimerkkejä.",
}


@pytest.fixture
def app(connected, store, clock):
    return app_on(store, "notifications", create_app)


@pytest.fixture
def mails(app, connected, clock):
    subscribed()
    clock.forward(hours=2)
    handlers.send_link(stored())
    handlers.register_contact_person(CONTACT, "kaisa@kemi.example", "fi")
    return mails_because_of(events_of((Subscriber,)), connected)


def test_scanners_of_every_mail_change_nothing(app, connected, mails):
    made = {mail.template for mail in mails} | {"round_watch"}  # that one has no event
    assert not kinds_with_links_to("notifications", connected) - made
    statuses = scan(app, "notifications", mails, connected)
    assert set(statuses.values()) <= {200, 302}


def test_the_link_of_one_who_waits_for_a_round_bears_scanners(app, connected):
    rounds.watch_rounds(LIISA, "fi", connected)
    path = link_in(MailContent.objects.get().frame["link"], connected)
    before = everything("notifications")
    assert {answer.status_code for answer in scanned(app, path)} == {200}
    assert everything("notifications") == before
    assert RoundWatch.objects.count() == 1


def test_a_scanner_leaves_nobody_and_the_mail_programs_click_leaves(app, connected, mails):
    person = stored()
    headers = list_unsubscribe_headers(connected, person.id, LIISA, NEWSLETTER)
    path = link_in(headers["List-Unsubscribe"].strip("<>"), connected)
    before = everything("notifications")
    assert {answer.status_code for answer in scanned(app, path)} == {200}
    assert everything("notifications") == before
    for _ in range(2):
        mail_program = app.test_client(use_cookies=False)
        answer = mail_program.post(path, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert (stored().state, stored().email) == ("left", "")


def link_in(address, settings):
    path = address.removeprefix(settings.base_url).partition("?")[0]
    assert is_personal(path)
    return path

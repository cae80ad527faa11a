"""What the office sees of its subscribers, and removing one who has asked for it."""

import csv
import io

import pytest

from services.notifications.app import create_app
from services.notifications.documents import Subscriber, subscriber_id
from services.notifications.handlers import subscriptions as handlers
from services.notifications.metrics import subscribers_by_state
from shared.roles import Role
from shared.workflow.pin import Pin
from tests.integration.notifications.mailroom import words_of
from tests.support.apps import app_on
from tests.support.desk import Desk

LIST = "/staff/subscribers"
BAIT = "=HYPERLINK(1) <script>alert(1)</script>"


def confirmed(email):
    subscriber = Subscriber.objects(id=subscriber_id(email)).first()
    return handlers.confirm(subscriber, Pin(subscriber.version, "k"))


def contact(email, name, organisation):
    told = {"name": name, "organisation": organisation, "position": "", "wishes": "Verkosto."}
    handlers.register_contact_person(told, email, "sv")
    return confirmed(email)


@pytest.fixture
def app(store, clock):
    return app_on(store, "notifications", create_app)


@pytest.fixture
def people(app):
    handlers.sign_up("reader@kunta.example", "fi")
    confirmed("reader@kunta.example")
    handlers.sign_up("waiting@kunta.example", "en")
    return contact("kaisa@kemi.example", "Kaisa Kontakti", "Kemin kaupunki")


@pytest.fixture
def staff(app, people):
    return Desk(app, Role.STAFF)


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}/contact-persons.csv", f"{LIST}/{subscriber_id('kaisa@kemi.example')}"]
)
def test_only_the_office_and_its_auditor_see_subscribers(app, people, path):
    assert Desk(app).get(path).status_code == 303
    assert Desk(app, Role.AUDITOR).get(path).status_code == 200


def test_tabs_count_by_state_and_figures_by_kind(staff):
    page = words_of(staff.get(LIST))
    tabs = "Subscribers 2 Not confirmed 1 Have left 0 Unreachable 0 Never confirmed 0"
    assert tabs in page
    assert "Newsletter 2 Contact person letters 1" in page
    assert "waiting@kunta.example" not in page
    assert "waiting@kunta.example" in words_of(staff.get(f"{LIST}?state=unconfirmed"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=KAISA", True),
        ("q=kemin+kau", True),
        ("q=.*", False),
        ("kind=contact_letter", True),
        ("kind=nonsense", True),
        ("language=sv", True),
        ("language=fi", False),
        ("state=left", False),
        ("page=99", False),
    ],
)
def test_subscribers_are_found_by_address_organisation_kind_and_language(staff, query, found):
    page = words_of(staff.get(f"{LIST}?{query}"))
    assert ("kaisa@kemi.example" in page) is found


def test_one_who_waits_is_found_by_what_was_typed_in(staff):
    told = {"name": "X", "organisation": "Oulun kaupunki", "position": "", "wishes": ""}
    handlers.register_contact_person(told, "waiting@kunta.example", "en")
    query = "state=unconfirmed&q=oulun&kind=contact_letter"
    assert "waiting@kunta.example" in words_of(staff.get(f"{LIST}?{query}"))


def test_the_table_of_contact_persons_runs_nothing_in_a_spreadsheet(staff):
    contact("bait@x.example", BAIT, "Äänekoski")
    answer = staff.get(f"{LIST}/contact-persons.csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [
        ["Kemin kaupunki", "Kaisa Kontakti"],
        ["Äänekoski", f"'{BAIT}"],
    ]


def test_a_subscribers_page_tells_the_history_in_words(staff, people):
    page = words_of(staff.get(f"{LIST}/{people.id}"))
    assert "Kemin kaupunki" in page
    assert "Asked to subscribe: link to confirm mailed" in page
    assert "Confirmed by link" in page and "Verkosto." in page


def test_a_hostile_name_is_text(staff):
    person = contact("bait@x.example", BAIT, BAIT)
    for path in (LIST, f"{LIST}/{person.id}"):
        page = staff.get(path).text
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_removing_needs_a_reason_and_leaves_nothing_of_the_person(staff, people):
    path = f"{LIST}/{people.id}"
    refused = staff.post(f"{path}/remove", staff.hidden(path), reason=" ")
    assert refused.status_code == 422
    pin = staff.hidden(path)
    for _ in range(2):
        page = words_of(staff.post(f"{path}/remove", pin, reason="Pyysi puhelimessa"))
    assert "Name and address have been deleted" in page
    assert "Ville Virkailija" in page and "Pyysi puhelimessa" in page
    gone = Subscriber.objects(id=people.id).first()
    assert gone.state == "left"
    assert "kaisa" not in str(gone.to_mongo().to_dict()).lower()


def test_an_auditor_looks_and_cannot_remove(app, people):
    auditor = Desk(app, Role.AUDITOR)
    page = auditor.get(f"{LIST}/{people.id}")
    assert "/remove" not in page.text
    token = auditor.hidden("/subscriptions/link")
    answer = auditor.post(f"{LIST}/{people.id}/remove", token, reason="x")
    assert answer.status_code == 403
    assert Subscriber.objects(id=people.id).first().state == "subscribed"


def test_there_is_no_page_of_somebody_unknown(staff):
    assert staff.get(f"{LIST}/nobody").status_code == 404


def test_the_metrics_count_subscribers_by_state(people):
    found = {reading.labels["state"]: reading.value for reading in subscribers_by_state()}
    assert found == {"unconfirmed": 1, "subscribed": 2, "left": 0, "unreachable": 0, "expired": 0}

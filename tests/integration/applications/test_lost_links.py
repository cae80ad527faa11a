"""Whoever cannot find their link gets a fresh one to the address we know, and nobody else does."""

import pytest

from services.applications.documents import Application
from shared.links import LIFETIMES
from tests.integration.applications.applicant import Applicant, words
from tests.integration.applications.casebook import stored
from tests.integration.applications.test_links import later


@pytest.fixture
def person(app, book):
    return Applicant(app)


def ask(person, email, reference):
    return person.post("/sparring/link", {"email": email, "reference": reference})


def asked(case):
    return [
        (entry["data"]["purpose"], entry["data"]["recipient"])
        for entry in stored(case).history
        if entry["action"] == "request_link"
    ]


def test_the_contact_person_gets_a_fresh_link_once_an_hour(book, person):
    case = book.submitted()
    for _ in range(2):
        answer = ask(person, " MAIJA@porvoo.example ", case.reference.lower())
        assert answer.status_code == 200
    assert asked(case) == [("status", "maija@porvoo.example")]


def test_the_expert_gets_the_link_of_the_order(book, person):
    case = book.ordered()
    ask(person, case.expert["email"], case.reference)
    assert asked(case) == [("order", case.expert["email"])]


@pytest.mark.parametrize("email", ["someone@else.example", "maija@porvoo.example"])
def test_the_answer_is_the_same_whoever_asks(book, person, email):
    case = book.submitted()
    known = words(ask(person, "maija@porvoo.example", case.reference).text)
    assert words(ask(person, email, case.reference).text) == known
    assert words(ask(person, email, "SP-1999-0001").text) == known
    assert "maija" not in known.lower()


def test_somebody_elses_address_makes_no_mail(book, person):
    case = book.submitted()
    ask(person, "someone@else.example", case.reference)
    assert asked(case) == []


def test_a_draft_has_no_link_to_send(book, person):
    before = Application.objects.count()
    ask(person, "maija@porvoo.example", "")
    ask(person, "maija@porvoo.example", "None")
    assert Application.objects.count() == before


def test_what_was_typed_stays_when_it_is_no_address(book, person):
    answer = ask(person, "maija(at)porvoo", "SP-1")
    assert answer.status_code == 422
    assert "maija(at)porvoo" in answer.text and "SP-1" in answer.text


def test_looking_at_the_page_changes_nothing(book, person):
    case = book.submitted()
    assert person.get("/sparring/link").status_code == 200
    assert person.client.head("/sparring/link").status_code == 200
    assert stored(case).version == case.version


def test_a_broken_link_leads_to_the_page_that_helps(book, person):
    answer = person.get(person.status_link(book.submitted())[:-4] + "xxxx")
    assert answer.status_code == 404
    assert 'href="/sparring/link"' in answer.text and 'href="/deeds/link"' in answer.text


def test_an_old_feedback_link_says_how_things_stand_and_mails_the_contact_person(book, person):
    case = book.held()
    link = person.link("feedback", case)
    with later(LIFETIMES["feedback"]):
        page = person.get(link)
        assert page.status_code == 410 and case.reference in page.text
        for _ in range(2):
            answer = person.post(f"{link}/fresh", page=page.text)
            assert answer.status_code == 200 and "m…@porvoo.example" in answer.text
    assert asked(case) == [("feedback", "maija@porvoo.example")]

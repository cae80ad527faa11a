"""Whoever cannot find the link of their partner search gets a fresh one to the known address."""

import pytest

from tests.integration.deeds import partnerbook
from tests.integration.deeds.author import Author
from tests.integration.deeds.partnerbook import AUTHOR_EMAIL, stored, told


@pytest.fixture
def author(app):
    return Author(app)


def ask(author, email, reference):
    return author.post("/partners/link", {"email": email, "reference": reference})


def asked(search):
    return [data["purpose"] for data in told(stored(search), "request_link")]


def test_the_author_gets_a_fresh_link_once_an_hour(author):
    search = partnerbook.opened()
    for reference in (search.reference, search.reference.lower(), str(search.number)):
        assert ask(author, AUTHOR_EMAIL.upper(), reference).status_code == 200
    assert asked(search) == ["partner"]


def test_an_address_to_be_confirmed_gets_the_link_that_confirms(author):
    search = partnerbook.unconfirmed()
    ask(author, AUTHOR_EMAIL, search.reference)
    assert asked(search) == ["partner-confirm"]


@pytest.mark.parametrize("reference", ["KUMPPANI-999999", "KUMPPANI-²", "TEKO-1", "x"])
def test_nobody_learns_whose_an_announcement_is(author, reference):
    search = partnerbook.opened()
    known = ask(author, AUTHOR_EMAIL, search.reference).text
    assert ask(author, "someone@else.example", search.reference).text == known
    assert ask(author, AUTHOR_EMAIL, reference).text == known
    assert len(asked(search)) == 1

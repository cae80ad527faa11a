"""An author who cannot find the link gets a fresh one to the address we know."""

import pytest

from tests.integration.deeds import deedbook
from tests.integration.deeds.author import Author


@pytest.fixture
def author(app):
    return Author(app)


def ask(author, email, reference):
    return author.post("/deeds/link", {"email": email, "reference": reference})


def asked(deed):
    deed.reload()
    return [entry["data"]["purpose"] for entry in deed.history if entry["action"] == "request_link"]


def test_the_author_gets_a_fresh_link_once_an_hour(author):
    deed = deedbook.published()
    for reference in (deed.reference, deed.reference.lower(), str(deed.number)):
        assert ask(author, deed.author["email"].upper(), reference).status_code == 200
    assert asked(deed) == ["deed", "deed"]  # the bare number is another request


def test_an_address_to_be_confirmed_gets_the_link_that_confirms(author):
    deed = deedbook.unconfirmed()
    ask(author, deed.author["email"], deed.reference)
    assert asked(deed) == ["deed-confirm"]


@pytest.mark.parametrize("reference", ["TEKO-999999", "TEKO-²", "TEKO-" + "9" * 30, "x"])
def test_nobody_learns_whether_a_deed_is_theirs(author, reference):
    deed = deedbook.published()
    known = ask(author, deed.author["email"], deed.reference).text
    assert ask(author, "someone@else.example", deed.reference).text == known
    assert ask(author, deed.author["email"], reference).text == known
    assert len(asked(deed)) == 1

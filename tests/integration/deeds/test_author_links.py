"""Links of authors: for one deed and one person; old ones say how things stand."""

import pytest

from services.deeds.documents import Deed
from services.deeds.handlers.finding import author_of
from shared.links import LIFETIMES
from shared.workflow.perform import perform
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import Author, later, stored, words

TITLE = book.CONTENT["title"]


@pytest.fixture
def author(app):
    return Author(app)


def asked_links(deed):
    return [
        entry["data"]["purpose"]
        for entry in stored(deed).history
        if entry["action"] == "request_link"
    ]


def test_an_expired_link_says_how_things_stand_and_mails_a_fresh_one_once_an_hour(author):
    deed = book.submitted()
    link = author.link(deed)
    with later(LIFETIMES["deed"]):
        page = author.read(link, 410)
        assert deed.reference in page
        assert "checks it before publication" in page
        for _ in range(2):
            answer = author.post(f"{link}/fresh", page=author.get(link).text)
            assert answer.status_code == 200
            assert "k…@kemi.example" in answer.text
        assert asked_links(deed) == ["deed"]
    with later(LIFETIMES["deed"] * 1.1):
        author.post(f"{link}/fresh", page=author.get(link).text)
        assert asked_links(deed) == ["deed", "deed"]


def test_an_expired_link_opens_no_page(author):
    deed = book.returned()
    links = [author.link(deed, page) for page in ("", "/preview", "/answer", "/withdraw")]
    with later(LIFETIMES["deed"]):
        for link in links:
            assert TITLE not in author.read(link, 410)


def test_the_former_author_is_told_and_sees_nothing(author):
    deed = book.returned()
    for page in ("", "/preview", "/answer", "/withdraw"):
        text = author.read(author.link(deed, page, recipient="before@kemi.example"), 410)
        assert "another address" in text
        assert TITLE not in text and deed.reference not in text and "<form" not in text


def test_the_former_author_gets_no_fresh_link_and_changes_nothing(author):
    deed = book.returned()
    old = author.link(deed, recipient="before@kemi.example")
    page = author.get(author.link(deed, "/answer")).text
    for place in ("/fresh", "/answer", "/withdraw"):
        assert author.post(old + place, page=page).status_code == 410
    assert stored(deed).version == deed.version


def test_a_link_that_we_did_not_make_is_refused(author):
    link = author.link(book.published())
    assert author.get(link + "x").status_code == 404
    assert author.get("/deeds/mine/abc.def").status_code == 404


def test_a_link_for_one_purpose_opens_no_other_page(author):
    token = author.link(book.submitted(), purpose="deed-confirm").rpartition("/")[2]
    assert author.get(f"/deeds/mine/{token}").status_code == 404


@pytest.mark.parametrize("purpose", ["deed", "deed-confirm"])
def test_a_deleted_deed_is_said_to_be_deleted(author, purpose):
    deed = book.unconfirmed()
    link = author.link(deed, purpose=purpose)
    Deed.objects(id=deed.id).delete()
    assert "has been deleted" in author.read(link, 410)
    with later(LIFETIMES[purpose]):
        assert "has been deleted" in author.read(link, 410)


def test_a_link_for_confirming_leads_on_once_the_address_is_confirmed(author):
    deed = book.unconfirmed()
    link = author.link(deed, purpose="deed-confirm")
    perform(deed, "confirm", author_of(deed))
    answer = author.get(link)
    assert answer.status_code == 303
    assert answer.location == author.link(deed)
    assert "checks it before publication" in words(author.read(answer.location))


def test_an_expired_link_for_confirming_mails_what_is_of_use_now(author):
    waiting, checked = book.unconfirmed(), book.submitted()
    links = [author.link(deed, purpose="deed-confirm") for deed in (waiting, checked)]
    with later(LIFETIMES["deed-confirm"]):
        for link in links:
            assert author.post(f"{link}/fresh", page=author.read(link, 410)).status_code == 200
    assert asked_links(waiting) == ["deed-confirm"]
    assert asked_links(checked) == ["deed"]


def test_a_deed_that_has_expired_offers_no_fresh_link(author):
    deed = book.unconfirmed()
    link = author.link(deed, purpose="deed-confirm")
    page = author.get(author.link(deed)).text
    book.by_system(deed, "expire")
    with later(LIFETIMES["deed-confirm"]):
        assert "/fresh" not in author.read(link, 410)
        assert author.post(f"{link}/fresh", page=page).status_code == 410
    assert asked_links(deed) == []


def test_a_link_for_somebody_whose_address_has_changed_is_over_at_once(author):
    deed = book.published()
    old = author.link(deed)
    new = {**deed.author, "email": "uusi@kemi.example"}
    deed = perform(
        deed, "request_link", author_of(deed), sets={"author": new}, data={"purpose": "deed"}
    )
    assert author.get(old).status_code == 410
    assert author.get(author.link(deed)).status_code == 200

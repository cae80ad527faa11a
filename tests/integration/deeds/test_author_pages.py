"""The author's page says how the deed stands and offers what the table allows, in every state."""

import pytest

from services.deeds.handlers import review
from services.deeds.handlers.finding import deed_by_id
from services.deeds.links.deed.showing import actions_of
from services.deeds.words import authoring as words_of
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import Author, stored, words

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def author(app):
    return Author(app)


def taken_down():
    return review.take_down(book.published(), reason="Pyynnöstä.", by=book.STAFF)


def declined():
    return review.decline_deed(book.submitted(), grounds="Ei ole teko.", by=book.STAFF)


def change_returned(sections=("story",), **kwargs):
    return review.ask_more(
        book.change_submitted(**kwargs), sections=sections, message="Tarkenna.", by=book.STAFF
    )


IN_STATE = {
    "unconfirmed": book.unconfirmed,
    "submitted": book.submitted,
    "returned": book.returned,
    "published": book.published,
    "changing": book.changing,
    "change_submitted": book.change_submitted,
    "change_returned": change_returned,
    "leaving": book.leaving,
    "taken_down": taken_down,
    "declined": declined,
}
PAGES = {
    "answer": "/answer",
    "change": "/change",
    "send_change": "/change",
    "discard": "/discard",
    "withdraw": "/withdraw",
    "ask_down": "/take-down",
}
GET_ONLY = ("", "/preview", "/answer", "/change", "/discard", "/withdraw", "/take-down")


def test_each_state_says_how_things_stand_and_what_may_be_done(author):
    for state, make in IN_STATE.items():
        deed = make()
        page = author.read(author.link(deed))
        assert str(words_of.STANDING[state]) in page
        assert str(words_of.NEXT[state]) in page
        offered = {place for place in PAGES.values() if f'{place}"' in page}
        assert offered == {PAGES[name] for name in actions_of(deed) if name in PAGES}, state


@pytest.mark.parametrize("state", ["returned", "changing", "leaving", "declined"])
def test_a_scanner_that_opens_every_link_changes_nothing(author, state):
    deed = IN_STATE[state]()
    for page in GET_ONLY:
        answer = author.get(author.link(deed, page))
        assert answer.status_code in (200, 303)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert stored(deed).version == deed.version


def test_a_page_whose_step_is_not_open_leads_to_where_the_deed_stands(author):
    deed = book.submitted()
    answer = author.get(author.link(deed, "/change"))
    assert (answer.status_code, answer.location) == (303, author.link(deed))
    assert "already moved on" in author.read(author.link(deed))


def test_what_the_office_asked_is_shown_with_the_sections(author):
    deed = book.returned(("story", "extras"), message="Kertokaa lisää tuloksista.")
    page = author.read(author.link(deed))
    assert "Kertokaa lisää tuloksista." in page
    assert "The deed, Pictures and links" in page


def test_the_grounds_of_the_office_are_shown(author):
    assert "Ei ole teko." in author.read(author.link(declined()))
    kept = review.decline_change(
        book.change_submitted(), grounds="Tulokset puuttuvat.", by=book.STAFF
    )
    page = author.read(author.link(kept))
    assert "Tulokset puuttuvat." in page
    assert f'href="{kept.path}"' in page


def test_a_joined_deed_leads_to_the_one_that_was_kept(author):
    kept = book.published(title="Yhteinen suunnittelu")
    between = book.published()
    deed = review.merge_deeds(book.published(), number=between.number, by=book.STAFF)
    review.merge_deeds(deed_by_id(between.id), number=kept.number, by=book.STAFF)
    assert f'href="{kept.path}"' in author.read(author.link(deed))


def test_the_timeline_is_in_the_authors_words_and_leaves_out_the_offices_own(author):
    page = words(author.read(author.link(book.published())))
    steps = ["You sent the deed", "You confirmed your e-mail address", "The deed was published"]
    places = [page.index(step) for step in steps]
    assert places == sorted(places, reverse=True)
    assert "Draft" not in page
    assert book.STAFF.name not in page


def test_an_update_is_told_from_the_first_publication(author):
    deed = review.publish_deed(book.change_submitted(), by=book.STAFF)
    page = author.read(author.link(deed))
    assert "The update was published" in page
    assert page.count("The deed was published") == 1


def test_the_page_speaks_three_languages_and_the_deed_its_own(app):
    deed = book.published(language="sv", title="Arbetsturerna planeras tillsammans")
    for language, said in (("fi", "Teko on julkinen"), ("sv", "Gärningen är offentlig")):
        page = Author(app, language).read(author_link := Author(app).link(deed))
        assert said in page, author_link
        assert '<span lang="sv">Arbetsturerna planeras tillsammans</span>' in page


def test_what_people_wrote_is_shown_as_text(author):
    deed = book.returned(title=HOSTILE, message=HOSTILE)
    for page in ("", "/preview", "/answer", "/withdraw"):
        text = author.get(author.link(deed, page)).text
        assert HOSTILE not in text
        assert "&lt;script&gt;" in text

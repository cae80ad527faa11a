"""The office asked for more: only what was asked for is open, and nothing typed is lost."""

import io

import pytest

from services.deeds.documents import Picture
from services.deeds.handlers import review
from services.deeds.handlers.pictures import make_picture
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import Author, held_by, stored, words
from tests.integration.deeds.pictures import jpeg, upload

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def author(app):
    return Author(app)


def steps(deed, action):
    return [entry for entry in stored(deed).history if entry["action"] == action]


def test_only_the_asked_sections_are_open_and_the_office_sees_what_changed(author):
    deed = book.returned(("story",))
    link = author.link(deed, "/answer")
    page = author.read(link)
    assert 'name="results"' in page
    assert 'name="organisation"' not in page and 'name="picture"' not in page
    given = {"results": "Listat valmistuvat päivässä.", "organisation": "Ilkeä Oy", "answer": "Ok"}
    assert author.post(link, given).status_code == 303
    deed = stored(deed)
    assert deed.state == "submitted"
    assert deed.content["results"] == "Listat valmistuvat päivässä."
    assert deed.content["organisation"] == book.CONTENT["organisation"]
    assert (deed.request["changed"], deed.request["answer"]) == (["results"], "Ok")
    assert steps(deed, "answer")[0]["data"]["changed"] == ["results"]
    assert [task["name"] for task in deed.tasks] == ["check"]


def test_an_answer_about_an_update_leaves_the_public_version_as_it_is(author):
    deed = review.ask_more(
        book.change_submitted(changes={"title": "Uusi nimi"}),
        sections=["story"],
        message="Miksi?",
        by=book.STAFF,
    )
    author.post(author.link(deed, "/answer"), {"title": "Vielä uudempi nimi"})
    deed = stored(deed)
    assert deed.state == "change_submitted"
    assert deed.content["title"] == "Vielä uudempi nimi"
    assert deed.published["title"] == book.CONTENT["title"]


def test_the_second_click_of_the_same_form_answers_once(author):
    deed = book.returned()
    link = author.link(deed, "/answer")
    page = author.get(link).text
    for _ in range(2):
        answer = author.post(link, {"results": "Uusi tulos."}, page=page)
        assert (answer.status_code, answer.location) == (303, author.link(deed))
    assert len(steps(deed, "answer")) == 1


def test_an_answer_that_gives_nothing_is_asked_for_something(author):
    deed = book.returned()
    answer = author.post(author.link(deed, "/answer"))
    assert answer.status_code == 422
    assert "Change what was asked for, or write a message" in answer.text
    assert stored(deed).state == "returned"


def test_a_word_alone_is_an_answer(author):
    deed = book.returned()
    assert author.post(author.link(deed, "/answer"), {"answer": "Ei ole."}).status_code == 303
    assert stored(deed).request["changed"] == []


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(author):
    deed = book.returned()
    answer = author.post(author.link(deed, "/answer"), {"title": " ", "results": "Säilyvä teksti"})
    assert answer.status_code == 422
    assert 'href="#field-title"' in answer.text
    assert "Säilyvä teksti" in answer.text


def test_the_address_is_shown_but_not_changed(author):
    deed = book.returned(("contact",))
    link = author.link(deed, "/answer")
    page = author.read(link)
    assert "kaisa.kehittaja@kemi.example" in page and 'name="contact.email"' not in page
    assert "write to the programme office" in page
    given = {"contact.name": "Kaisa Uusi", "contact.email": "evil@example.com"}
    assert author.post(link, given).status_code == 303
    deed = stored(deed)
    assert deed.content["contact"]["name"] == deed.author["name"] == "Kaisa Uusi"
    assert deed.content["contact"]["email"] == deed.author["email"] == book.AUTHOR["email"]
    assert deed.request["changed"] == ["contact"]


def test_a_contact_who_wants_to_be_hidden_is_hidden(author):
    deed = book.returned(("contact",))
    link = author.link(deed, "/answer")
    held = {k: v for k, v in held_by(author.get(link).text).items() if k != "contact.shown"}
    assert author.client.post(link, data=held).status_code == 303
    assert stored(deed).content["contact"]["shown"] is False


# --- pictures


def test_a_picture_is_added_described_and_sent(author):
    deed = book.returned(("extras",))
    link = author.link(deed, "/answer")
    file = {"picture": (io.BytesIO(jpeg()), "kuva.jpg"), "then": "picture", "answer": "Tässä."}
    page = author.post(link, file)
    assert page.status_code == 200
    picture = Picture.objects.get(deed_id=deed.id)
    assert f"/deeds/pictures/{picture.id}/small.webp" in page.text
    assert "Tässä." in page.text and "The picture is on the form." in page.text
    assert author.post(link, page=page.text).status_code == 422  # no words for it yet
    assert author.post(link, {f"alt_{picture.id}": "Tiimi"}, page=page.text).status_code == 303
    row = {"id": picture.id, "alt": "Tiimi", "width": 640, "height": 480}
    assert stored(deed).content["pictures"] == [row]
    assert stored(deed).request["changed"] == ["pictures"]


def test_a_picture_sent_without_its_own_button_is_not_lost(author):
    deed = book.returned(("extras",))
    link = author.link(deed, "/answer")
    page = author.post(link, {"picture": (io.BytesIO(jpeg()), "kuva.jpg"), "answer": "Tässä."})
    assert page.status_code == 422
    assert "What does picture 1 show?" in page.text and "Tässä." in page.text


def test_a_refused_picture_keeps_all_that_was_typed(author):
    deed = book.returned(("story", "extras"))
    link = author.link(deed, "/answer")
    svg, large = b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff" * (15 * 1024 * 1024 + 1)
    for content, said in ((svg, "not a picture"), (large, "too large")):
        given = {"picture": (io.BytesIO(content), "kuva.jpg"), "results": "Säilyvä teksti"}
        answer = author.post(link, given)
        assert answer.status_code == 422
        assert said in words(answer.text)
        assert "Säilyvä teksti" in answer.text
    assert stored(deed).state == "returned"


def test_a_picture_is_taken_off_and_none_of_another_deed_is_taken_on(author):
    other = make_picture(upload(jpeg(colour=(9, 9, 9))), "another-deed")
    deed = book.submitted()
    own = [make_picture(upload(jpeg(colour=(n, 0, 0))), deed.id) for n in (50, 200)]
    rows = [{"id": p.id, "alt": "Kuva", "width": 640, "height": 480} for p in own]
    deed.update(content__pictures=rows)
    deed = review.ask_more(stored(deed), sections=["extras"], message="Kuvat?", by=book.STAFF)
    link = author.link(deed, "/answer")
    held = held_by(author.get(link).text)
    posted = {**held, "pictures": f"{held['pictures']} {other.id}", "then": f"remove:{own[0].id}"}
    page = author.client.post(link, data=posted)
    assert page.status_code == 200
    assert f'name="pictures" value="{own[1].id}"' in page.text
    assert own[0].id not in page.text and other.id not in page.text
    assert author.post(link, page=page.text).status_code == 303
    assert [row["id"] for row in stored(deed).content["pictures"]] == [own[1].id]


# --- the office and the author at the same time


def test_an_answer_that_comes_after_the_publication_is_kept_for_an_update(author):
    deed = book.returned()
    link = author.link(deed, "/answer")
    page = author.get(link).text
    author.post(link, {"results": "Ensimmäinen vastaus."}, page=page)
    review.publish_deed(stored(deed), by=book.STAFF)
    fresh = page.replace(held_by(page)["key"], "0" * 32)
    answer = author.post(link, {"results": "Toinen, pitkä vastaus.", "answer": HOSTILE}, page=fresh)
    assert answer.status_code == 409
    assert "What you wrote has not been sent" in answer.text
    assert "The deed was published" in answer.text
    assert "Toinen, pitkä vastaus." in answer.text
    assert HOSTILE not in answer.text
    assert f'{author.link(deed, "/change")}"' in answer.text
    assert stored(deed).content["results"] == "Ensimmäinen vastaus."


def test_an_answer_to_an_older_question_meets_the_new_one(author):
    deed = book.returned(("story",))
    link = author.link(deed, "/answer")
    page = author.get(link).text.replace('name="key" value="', 'name="key" value="f')
    author.post(link, {"results": "Vastaus."})
    review.ask_more(stored(deed), sections=["contact"], message="Entä nimi?", by=book.STAFF)
    answer = author.post(link, {"results": "Myöhäinen teksti."}, page=page)
    assert answer.status_code == 409
    assert "Entä nimi?" in answer.text and "Myöhäinen teksti." in answer.text
    assert stored(deed).state == "returned"


def test_a_form_that_says_no_version_we_can_read_meets_a_conflict(author):
    deed = book.returned()
    for version in ("", "0", "²", "9" * 5000):
        given = {"version": version, "results": "Säilyvä teksti"}
        answer = author.post(author.link(deed, "/answer"), given)
        assert answer.status_code == 409
        assert "Säilyvä teksti" in answer.text
    assert stored(deed).state == "returned"

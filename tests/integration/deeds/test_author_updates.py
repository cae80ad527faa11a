"""An update: written beside the public version, looked at, sent, dropped; taking a deed back."""

import io

import pytest

from services.deeds.handlers import review
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import Author, held_by, stored, words
from tests.integration.deeds.pictures import jpeg

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def author(app):
    return Author(app)


def actions(deed):
    return [entry["action"] for entry in stored(deed).history]


def save(author, deed, **changes):
    answer = author.post(author.link(deed, "/change"), changes)
    assert answer.status_code == 303, words(answer.text)
    return answer.location


def test_opening_the_form_begins_nothing_and_shows_what_is_public(author):
    deed = book.published()
    page = author.read(author.link(deed, "/change"))
    for name in ("title", "need", "organisation", "unit"):
        assert book.CONTENT[name] in page
    assert stored(deed).state == "published"


def test_an_update_is_saved_looked_at_and_sent_while_the_old_version_stays(author):
    deed = book.published()
    preview = save(author, deed, results="Poissaolot vähenivät puoleen.")
    assert preview == author.link(deed, "/preview")
    page = author.read(preview)
    assert "Poissaolot vähenivät puoleen." in page
    assert "Changed since the public version: Experiences and results" in words(page)
    assert stored(deed).state == "changing"
    answer = author.post(f"{author.link(deed)}/send", page=author.get(preview).text)
    assert answer.location == author.link(deed)
    deed = stored(deed)
    assert deed.state == "change_submitted"
    assert deed.content["results"] == "Poissaolot vähenivät puoleen."
    assert deed.published["results"] == book.CONTENT["results"]
    assert [task["name"] for task in deed.tasks] == ["check"]


def test_the_form_goes_on_from_what_was_saved(author):
    deed = book.published()
    save(author, deed, title="Uusi nimi")
    assert 'value="Uusi nimi"' in author.read(author.link(deed, "/change"))
    save(author, deed, unit="Kotihoito ja kuntoutus")
    content = stored(deed).content
    assert (content["title"], content["unit"]) == ("Uusi nimi", "Kotihoito ja kuntoutus")
    assert actions(deed)[-2:] == ["change", "save"]


def test_second_clicks_of_save_and_send_change_nothing(author):
    deed = book.published()
    link = author.link(deed, "/change")
    page = author.get(link).text
    for _ in range(2):
        assert author.post(link, {"title": "Uusi nimi"}, page=page).status_code == 303
    preview = author.get(author.link(deed, "/preview")).text
    for _ in range(2):
        assert author.post(f"{author.link(deed)}/send", page=preview).status_code == 303
    assert actions(deed)[-2:] == ["change", "send_change"]


def test_an_update_that_changes_nothing_is_not_sent(author):
    deed = book.published()
    preview = save(author, deed)
    page = author.get(preview).text
    assert "Nothing has been changed yet." in page
    assert "Send the update" not in page
    author.post(f"{author.link(deed)}/send", page=author.get(author.link(deed, "/change")).text)
    assert "still the same as the public version" in author.read(author.link(deed, "/preview"))
    assert stored(deed).state == "changing"


def test_what_is_missing_is_said_and_nothing_is_stored(author):
    deed = book.published()
    given = {"title": "", "results": "Säilyvä teksti", "links": "javascript:alert(1)"}
    answer = author.post(author.link(deed, "/change"), given)
    assert answer.status_code == 422
    assert 'href="#field-title"' in answer.text and 'href="#field-links"' in answer.text
    assert "Säilyvä teksti" in answer.text
    assert stored(deed).version == deed.version


def test_a_picture_belongs_to_the_update_until_it_is_published(author):
    deed = book.published()
    link = author.link(deed, "/change")
    file = {"picture": (io.BytesIO(jpeg()), "kuva.jpg"), "then": "picture"}
    page = author.post(link, file).text
    picture = held_by(page)["pictures"]
    assert author.post(link, {f"alt_{picture}": "Tiimi"}, page=page).status_code == 303
    deed = stored(deed)
    assert [row["alt"] for row in deed.content["pictures"]] == ["Tiimi"]
    assert deed.published["pictures"] == []


def test_an_update_is_dropped_and_the_next_begins_from_the_public_version(author):
    deed = book.change_submitted(changes={"title": "Hylättävä nimi"})
    link = author.link(deed, "/discard")
    page = author.get(link).text
    for _ in range(2):
        assert author.post(link, page=page).status_code == 303
    assert stored(deed).state == "published"
    assert actions(deed).count("discard") == 1
    assert stored(deed).title == book.CONTENT["title"]
    assert "Hylättävä" not in author.read(author.link(deed, "/change"))


def test_an_update_dropped_by_time_leaves_nothing_in_the_next(author):
    deed = book.by_system(book.changing(), "discard")
    deed.update(content__title="Vanhentunut nimi")
    assert "Vanhentunut nimi" not in author.read(author.link(deed, "/change"))


def test_text_typed_while_the_office_corrects_is_kept_and_sent_anew(author):
    deed = book.published()
    link = author.link(deed, "/change")
    page = author.get(link).text
    review.correct(stored(deed), texts={"title": "Korjattu nimi"}, by=book.STAFF)
    answer = author.post(link, {"results": "Pitkä uusi teksti."}, page=page)
    assert answer.status_code == 409
    text = words(answer.text)
    assert "The deed has changed since you opened the page" in text
    assert "The office corrected typing errors" in text and "Name of the deed" in text
    assert "Pitkä uusi teksti." in answer.text
    assert stored(deed).state == "published"
    assert author.post(link, page=answer.text).status_code == 303
    assert stored(deed).content["results"] == "Pitkä uusi teksti."


def test_text_typed_while_the_office_takes_the_deed_down_is_kept_to_be_copied(author):
    deed = book.published()
    link = author.link(deed, "/change")
    page = author.get(link).text
    review.take_down(stored(deed), reason="Pyynnöstä.", by=book.STAFF)
    answer = author.post(link, {"results": f"Pitkä uusi teksti. {HOSTILE}"}, page=page)
    assert answer.status_code == 409
    assert "What you wrote has not been sent" in answer.text
    assert "Pitkä uusi teksti." in answer.text and HOSTILE not in answer.text
    assert stored(deed).state == "taken_down"


def test_an_update_sent_from_an_old_page_is_looked_at_first(author):
    deed = book.published()
    old = author.get(save(author, deed, title="Ensimmäinen nimi")).text
    save(author, deed, title="Toinen nimi")
    answer = author.post(f"{author.link(deed)}/send", page=old)
    assert answer.location == author.link(deed, "/preview")
    page = author.read(answer.location)
    assert "Look it through anew" in page and "Toinen nimi" in page
    assert stored(deed).state == "changing"


def test_hostile_text_of_an_update_is_shown_as_text(author):
    deed = book.published()
    preview = save(author, deed, title=HOSTILE, results=HOSTILE, unit=HOSTILE)
    for link in (preview, author.link(deed), author.link(deed, "/change")):
        assert HOSTILE not in author.get(link).text


# --- taking back


@pytest.mark.parametrize("make", [book.unconfirmed, book.submitted, book.returned])
def test_a_deed_is_withdrawn_before_it_is_public(author, make):
    deed = make()
    link = author.link(deed, "/withdraw")
    page = author.get(link).text
    for _ in range(2):
        assert author.post(link, {"reason": "Liian aikaista."}, page=page).status_code == 303
    assert stored(deed).state == "withdrawn"
    assert stored(deed).history[-1]["data"]["reason"] == "Liian aikaista."
    assert "You have withdrawn the deed" in author.read(author.link(deed))


def test_a_stale_withdrawal_says_what_has_happened_and_keeps_the_reason(author):
    deed = book.submitted()
    link = author.link(deed, "/withdraw")
    page = author.get(link).text
    review.publish_deed(stored(deed), by=book.STAFF)
    answer = author.post(link, {"reason": "Ehdin perua?"}, page=page)
    assert answer.status_code == 409
    assert "The deed was published" in answer.text and "Ehdin perua?" in answer.text
    assert stored(deed).state == "published"


def test_the_office_is_asked_to_take_the_deed_down_and_readers_see_it_until_then(author):
    deed = book.published()
    link = author.link(deed, "/take-down")
    page = author.get(link).text
    for _ in range(2):
        assert author.post(link, {"reason": "Toiminta loppui."}, page=page).status_code == 303
    deed = stored(deed)
    assert (deed.state, deed.is_public) == ("leaving", True)
    assert [task["name"] for task in deed.tasks] == ["take_down"]
    assert deed.history[-1]["data"]["reason"] == "Toiminta loppui."


def test_asking_down_says_that_the_update_is_dropped(author):
    deed = book.change_submitted(changes={"title": "Hylättävä nimi"})
    link = author.link(deed, "/take-down")
    assert "The update that you have begun is dropped." in author.read(link)
    assert author.post(link).status_code == 303
    assert stored(deed).content["title"] == book.CONTENT["title"]


def test_a_published_deed_cannot_be_withdrawn_by_any_form(author):
    deed = book.published()
    page = author.get(author.link(deed, "/take-down")).text
    answer = author.post(author.link(deed, "/withdraw"), page=page)
    assert answer.status_code == 409
    assert stored(deed).state == "published"

"""The page of a deed: what is to be checked, what has changed, who decided what on what grounds."""

import re

import pytest

from services.deeds.documents import Deed
from services.deeds.handlers import authoring, review
from services.deeds.handlers.catalogue import Question, search
from services.deeds.handlers.entries import keep_entry_of
from shared.roles import Role
from tests.integration.deeds import deedbook as book
from tests.support.desk import Desk
from tests.support.waiting import until


def shown(desk, deed):
    return desk.get(f"/staff/deeds/{deed.id}").text.split("<main")[1]


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


@pytest.fixture
def auditor(app):
    return Desk(app, Role.AUDITOR)


def test_an_update_is_seen_beside_the_public_version_with_its_words_marked(staff):
    deed = book.published(title="Sairaala ilman seiniä", need="Jonot olivat pitkät.")
    changes = {"need": "Jonot olivat hyvin pitkät.", "themes": ["processes"], "results": ""}
    page = shown(staff, book.change_submitted(deed, changes=changes))

    assert "What the update changes" in page
    assert 'Jonot olivat <ins><span class="hidden-visually">[new: </span>hyvin ' in page
    assert "Sairauspoissaolot" in re.search(r"<del>(.*?)</del>", page)[1]
    assert page.count('class="versions"') == 3
    assert 'lang="fi"' in page


def test_hostile_words_are_marked_as_text(staff):
    deed = book.published(need="<b>Vanha</b>")
    page = shown(staff, book.change_submitted(deed, changes={"need": "<script>uusi</script>"}))

    assert "<script>" not in page and "&lt;script&gt;uusi&lt;/script&gt;</ins>" not in page
    assert "&lt;script&gt;uusi&lt;/script&gt;" in page


def test_an_answer_shows_what_was_asked_what_was_said_and_what_changed(staff):
    deed = book.returned(message="Mikä oli tarve?")
    deed = authoring.answer_request(deed, {"need": "Selkeämpi tarve"}, answer="Näin.")
    page = shown(staff, deed)

    assert "What the author changed" in page and "Mikä oli tarve?" in page and "Näin." in page
    assert "Selkeämpi" in page and page.count('class="versions"') == 1


def test_a_deed_that_may_be_told_already_is_pointed_out(staff):
    for title in ("Kotihoidon työvuorot suunnitellaan yhdessä", "Aivan toinen asia"):
        keep_entry_of(book.published(title=title).id)
    book.submitted(title="Kotihoidon työvuorot suunnitellaan yhdessä!", organisation="Muu")
    deed = book.submitted(title="Kotihoidon työvuorot suunniteltiin yhdessä")

    until(lambda: search(Question()).total == 2)
    notice = re.search(r"Is this told already\?.*?</div>", shown(staff, deed), re.DOTALL)[0]

    assert "TEKO-1 " in notice and "TEKO-3 " in notice
    assert "TEKO-2" not in notice and "TEKO-4" not in notice
    assert f"/staff/deeds/{deed.id}/merge?number=1" in notice


def test_each_button_says_whom_it_mails_before_it_is_pressed(staff):
    page = words_of(shown(staff, book.published()))

    assert "Correct typing errors Mails nobody" in page
    assert "Take it down Mails: Kaisa Kehittäjä, kaisa.kehittaja@kemi.example" in page


def test_an_auditor_sees_who_decided_what_when_and_on_what_grounds_and_no_button(auditor):
    deed = book.submitted()
    deed = review.correct(deed, texts={"title": "Korjattu"}, by=book.STAFF)
    deed = review.publish_deed(deed, message="Kiitos!", by=book.STAFF)
    deed = review.take_down(deed, reason="Sovittu puhelimessa.", by=book.STAFF)

    page = words_of(shown(auditor, deed))

    for told in (
        "Typing errors corrected 15 March 2027 at 12:00 · Aino Asiantuntija (office)",
        f"Name of the deed: “{book.CONTENT['title']}” → “Korjattu”",
        "Published 15 March 2027 at 12:00 · Aino Asiantuntija (office) Kiitos!",
        "Taken down 15 March 2027 at 12:00 · Aino Asiantuntija (office) Sovittu puhelimessa.",
        "Last decision Taken down",
    ):
        assert told in page, told
    assert "What you can do" not in page


def test_an_auditor_takes_no_step(auditor, staff):
    deed = book.submitted()
    hidden = staff.hidden(f"/staff/deeds/{deed.id}/publish")

    assert auditor.get(f"/staff/deeds/{deed.id}/publish").status_code == 403
    assert auditor.post(f"/staff/deeds/{deed.id}/publish", hidden).status_code in (400, 403)
    assert Deed.objects.get(id=deed.id).state == "submitted"


def test_an_update_that_its_author_still_writes_is_not_shown(staff):
    deed = authoring.save_change(book.published(), {"title": "Keskeneräinen salaisuus"})

    assert "Keskeneräinen salaisuus" not in shown(staff, deed)


def test_an_unknown_deed_or_step_is_not_there(staff):
    deed = book.submitted()

    assert staff.get("/staff/deeds/unknown").status_code == 404
    assert staff.get(f"/staff/deeds/{deed.id}/dance").status_code == 404


def test_a_step_that_the_state_forbids_sends_back_with_the_reason(staff):
    deed = book.published()

    answer = staff.get(f"/staff/deeds/{deed.id}/publish", follow_redirects=True)

    assert answer.request.path == f"/staff/deeds/{deed.id}"
    assert "can no longer be done" in answer.text


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_state_has_its_page_in_each_language(app, language):
    desk = Desk(app, Role.MANAGER, language=language)
    makers = (book.unconfirmed, book.returned, book.changing, book.leaving)

    for make in makers:
        assert desk.get(f"/staff/deeds/{make().id}").status_code == 200

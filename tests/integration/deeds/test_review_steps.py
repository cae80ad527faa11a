"""What the office does to a deed: whom it mails, what is stored, nothing lost, nothing twice."""

import pytest

from services.deeds.documents import Deed
from services.deeds.forms.review import CORRECTABLE
from services.deeds.handlers import authoring, review, telling
from shared.errors import Conflict, InvalidInput, TransitionNotAllowed
from shared.workflow.pin import Pin
from tests.integration.deeds import deedbook as book
from tests.support.desk import hidden_fields

BAIT = '<img src=x onerror="1">'
TEXTS = {name: book.CONTENT[name] for name in CORRECTABLE}


def path_of(deed, slug):
    return f"/staff/deeds/{deed.id}/{slug}"


def stored(deed):
    return Deed.objects.get(id=deed.id)


def last(deed):
    return stored(deed).history[-1]


@pytest.mark.usefixtures("staff")
class TestPublishing:
    def test_a_deed_stands_on_the_marketplace_and_its_author_is_told(self, staff):
        deed = book.submitted()

        done = staff.post(path_of(deed, "publish"), message="Kiitos!")

        assert "Published. A mail goes to: Kaisa Kehittäjä, kaisa.kehittaja@kemi" in done.text
        after = stored(deed)
        assert (after.state, after.published["title"]) == ("published", deed.title)
        assert after.published["organisation_key"] == "kemin-kaupunki"
        assert after.published_at == after.renewed_at is not None
        assert after.decision["by"] == "Ville Virkailija"
        assert last(deed)["data"]["first"] is True and last(deed)["data"]["message"] == "Kiitos!"

    def test_an_update_takes_the_place_of_the_version_before_which_is_kept(self, staff):
        deed = book.change_submitted(changes={"title": "Uusi"})

        staff.post(path_of(deed, "publish"))

        after = stored(deed)
        assert after.published["title"] == "Uusi" and last(deed)["data"]["first"] is False
        assert [edition["content"]["title"] for edition in after.editions] == [
            book.CONTENT["title"]
        ]
        page = staff.get(f"/staff/deeds/{deed.id}/versions/1").text
        assert book.CONTENT["title"] in page
        assert staff.get(f"/staff/deeds/{deed.id}/versions/2").status_code == 404

    def test_an_update_that_is_declined_leaves_the_public_version(self, staff):
        deed = book.change_submitted(changes={"title": "Mainos"})

        staff.post(path_of(deed, "decline-change"), grounds="Ei kuulu tänne.")

        after = stored(deed)
        assert after.state == "published"
        assert after.published["title"] == after.content["title"] == book.CONTENT["title"]
        assert after.decision["content"]["title"] == "Mainos"
        assert last(deed)["data"]["grounds"] == "Ei kuulu tänne."

    def test_a_draft_that_says_nothing_yet_cannot_be_published(self):
        deed = telling.start_deed(language="fi", key="k" * 32)

        with pytest.raises(TransitionNotAllowed):
            review.publish_deed(deed, by=book.STAFF)


class TestAskingAndDeclining:
    def test_asking_for_more_names_sections_and_keeps_what_stood(self, staff):
        deed = book.submitted()

        empty = staff.post(path_of(deed, "ask-more"))
        staff.post(path_of(deed, "ask-more"), sections=["story", "extras"], message="Tuloksia?")

        assert empty.status_code == 422 and "What is missing?" in empty.text
        after = stored(deed)
        assert (after.state, after.request["sections"]) == ("returned", ["story", "extras"])
        assert after.request["before"]["title"] == deed.title

    def test_declining_needs_grounds_and_keeps_them(self, staff):
        deed = book.submitted()

        assert staff.post(path_of(deed, "decline"), grounds="  ").status_code == 422
        staff.post(path_of(deed, "decline"), grounds="Mainos.")

        assert stored(deed).decision["grounds"] == "Mainos."
        assert stored(deed).published == {}


class TestCorrecting:
    def test_each_change_stands_in_the_history_word_for_word(self, staff):
        deed = book.submitted()

        staff.post(path_of(deed, "correct"), **TEXTS | {"need": f"Korjattu {BAIT}"})

        assert last(deed)["data"] == {
            "changed": ["need"],
            "changes": {"need": [book.CONTENT["need"], f"Korjattu {BAIT}"]},
        }
        page = staff.get(f"/staff/deeds/{deed.id}").text
        assert f"{book.CONTENT['need']}” →" in page and BAIT not in page

    def test_of_a_public_deed_readers_see_the_correction_and_nobody_is_mailed(self, staff):
        deed = book.published()
        texts = TEXTS | {"organisation": "Oulun kaupunki", "advice": ""}

        done = staff.post(path_of(deed, "correct"), **texts)

        after = stored(deed)
        assert "Nobody is mailed." in done.text
        assert after.published["organisation_key"] == "oulun-kaupunki"
        assert (after.published["advice"], after.content["advice"]) == ("", "")
        assert after.published["links"] == book.CONTENT["links"]
        assert set(last(deed)["data"]["changes"]) == {"organisation", "advice"}

    def test_a_correction_that_corrects_nothing_is_said(self, staff):
        deed = book.submitted()

        page = staff.post(path_of(deed, "correct"), **TEXTS)

        assert page.status_code == 422 and "Nothing has been changed." in page.text

    def test_the_authors_limits_hold(self, staff):
        deed = book.submitted()

        long = staff.post(path_of(deed, "correct"), **TEXTS | {"title": "x" * 121})
        empty = staff.post(path_of(deed, "correct"), **TEXTS | {"title": ""})

        assert (long.status_code, empty.status_code) == (422, 422)
        assert "x" * 121 in long.text


def test_helping_writes_into_the_draft_which_stays_the_authors(staff):
    draft = book.draft(results="")
    deed = telling.ask_help(
        draft, wish="Tulokset?", name="K", email="k@kemi.example", language="fi"
    )

    page = staff.get(path_of(deed, "help")).text
    staff.post(
        path_of(deed, "help"), title="Uusi nimi", results="Vähemmän poissaoloja", message="!"
    )

    assert "Tulokset?" in page and book.CONTENT["need"] in page
    after = stored(deed)
    assert (after.state, after.tasks) == ("draft", [])
    assert (after.content["title"], after.content["results"]) == (
        "Uusi nimi",
        "Vähemmän poissaoloja",
    )
    assert after.content["organisation"] == "Kemin kaupunki"
    assert {"title", "results", "need"} <= set(last(deed)["data"]["changed"])
    assert staff.get(f"/staff/deeds/{deed.id}").status_code == 404  # it is the author's own again


class TestTakingDown:
    def test_a_deed_that_was_asked_down_goes_or_stays(self, staff):
        gone, kept = book.leaving(), book.leaving()

        staff.post(path_of(gone, "take-down"), reason="Sovittu.")
        staff.post(path_of(kept, "keep-up"), message="Päivitetään myöhemmin.")

        assert [stored(deed).state for deed in (gone, kept)] == ["taken_down", "published"]
        assert not stored(gone).is_public and stored(kept).is_public

    def test_a_deed_taken_down_can_be_published_again_as_it_was(self, staff):
        deed = book.change_submitted(changes={"title": "Kesken"})
        deed = review.take_down(deed, reason="Virhe.", by=book.STAFF)

        staff.post(path_of(deed, "restore"))

        after = stored(deed)
        assert after.state == "published"
        assert after.content["title"] == after.published["title"] == book.CONTENT["title"]
        assert last(deed)["data"]["first"] is False


class TestJoining:
    def test_the_deed_that_is_kept_is_shown_before_anything_is_joined_to_it(self, staff):
        kept, double = book.published(title="Säilyvä"), book.submitted(title="Tupla")

        asked = staff.post(path_of(double, "merge"), number=str(kept.number))
        assert "Check the deed that is kept" in asked.text and "TEKO-1 Säilyvä" in asked.text
        assert stored(double).state == "submitted"

        shown = hidden_fields(asked.text)
        staff.post(path_of(double, "merge"), shown, number=str(kept.number), reason="Sama teko.")
        after = stored(double)
        assert (after.state, after.merged_into) == ("merged", kept.id)
        assert last(double)["data"]["into"]["path"] == kept.path
        assert (stored(kept).state, last(kept)["action"]) == ("published", "take_in")
        noted = staff.get(f"/staff/deeds/{kept.id}").text
        assert "Another deed is to be joined to this one" in noted and "TEKO-2 Tupla" in noted
        assert "TEKO-1 Säilyvä" in staff.get(f"/staff/deeds/{double.id}").text

    def test_another_number_is_shown_anew(self, staff):
        kept, other, double = book.published(), book.published(title="Eri"), book.submitted()

        page = staff.get(f"{path_of(double, 'merge')}?number={kept.number}").text
        assert f"TEKO-{kept.number}" in page
        again = staff.post(path_of(double, "merge"), hidden_fields(page), number=str(other.number))

        assert f"TEKO-{other.number} Eri" in again.text and stored(double).state == "submitted"

    @pytest.mark.parametrize(
        ("number", "message"),
        [("99", "no deed with this number"), ("2", "the deed itself"), ("1", "is not public")],
    )
    def test_only_another_public_deed_can_be_kept(self, staff, number, message):
        book.submitted()
        double = book.submitted()

        page = staff.post(path_of(double, "merge"), number=number)

        assert page.status_code == 422 and message in page.text
        with pytest.raises(InvalidInput):
            review.merge_deeds(double, number=int(number), by=book.STAFF)


@pytest.mark.usefixtures("staff")
class TestJoiningToEachOther:
    """Neither may vanish behind the other, whoever is first, and whoever is stopped half-way."""

    def test_who_comes_second_is_told_what_has_happened(self, staff):
        one, other = book.published(title="Yksi"), book.published(title="Toinen")
        hidden = staff.hidden(path_of(other, "merge"))
        join(one, other)

        page = staff.post(path_of(other, "merge"), hidden, number="1")

        assert page.status_code == 422
        assert "has been joined to this one already" in page.text
        assert states(one, other) == ["merged", "published"]

    def test_who_comes_between_is_refused_with_what_has_happened(self, staff, monkeypatch):
        one, other, answers = book.published(title="Yksi"), book.published(title="Toinen"), []
        shown = staff.hidden(path_of(other, "merge")) | {"shown_number": str(one.number)}
        take_in = review._take_in

        def and_a_colleague_who_saw_neither(*args):
            take_in(*args)
            monkeypatch.undo()
            answers.append(staff.post(path_of(other, "merge"), shown, number=str(one.number)))

        monkeypatch.setattr(review, "_take_in", and_a_colleague_who_saw_neither)
        join(one, other)

        (page,) = answers
        assert page.status_code == 409
        assert "Another deed is to be joined to this one" in page.text and "Yksi" in page.text
        assert states(one, other) == ["merged", "published"]
        assert "take_in" not in actions(one)

    def test_of_two_in_the_same_moment_none_is_done_and_either_can_be_done_again(self, monkeypatch):
        one, other = book.published(), book.published()
        take_in = review._take_in

        def both_note_it(kept, deed, by, pin):
            take_in(kept, deed, by, pin)
            take_in(deed, kept, by, pin)

        monkeypatch.setattr(review, "_take_in", both_note_it)
        for deed, kept in ((one, other), (other, one)):
            with pytest.raises(Conflict):
                join(deed, kept)
        monkeypatch.undo()

        join(stored(one), other)
        assert states(one, other) == ["merged", "published"]

    def test_who_was_stopped_half_way_goes_on_with_the_same_form(self, monkeypatch):
        double, kept, pin = *(book.published() for _ in range(2)), Pin(4, "k" * 32)
        stop_after_the_note(monkeypatch, double, kept, pin)
        assert states(double, kept) == ["published", "published"]

        for _ in range(2):
            join(stored(double), kept, pin)

        assert (states(double), actions(kept).count("take_in")) == (["merged"], 1)

    def test_a_note_that_came_to_nothing_hinders_nobody(self, monkeypatch):
        double, kept, third = (book.published() for _ in range(3))
        stop_after_the_note(monkeypatch, double, kept, Pin(4, "k" * 32))

        join(stored(kept), third)

        assert states(double, kept) == ["published", "merged"]

    def test_who_goes_on_after_the_kept_one_was_joined_elsewhere_is_told(self, monkeypatch):
        double, kept, third = (book.published() for _ in range(3))
        pin = Pin(4, "k" * 32)
        stop_after_the_note(monkeypatch, double, kept, pin)
        join(stored(kept), third)

        with pytest.raises(InvalidInput):
            join(double, kept, pin)

    def test_whoever_may_not_join_a_deed_leaves_no_note(self):
        declined, kept = (
            review.decline_deed(book.submitted(), grounds="Ei teko.", by=book.STAFF),
            book.published(),
        )

        with pytest.raises(TransitionNotAllowed):
            join(declined, kept)

        assert "take_in" not in actions(kept)


def join(deed, kept, pin=None):
    return review.merge_deeds(deed, number=kept.number, by=book.STAFF, pin=pin)


def states(*deeds):
    return [stored(deed).state for deed in deeds]


def actions(deed):
    return [entry["action"] for entry in stored(deed).history]


class Stopped(BaseException):
    pass


def stop_after_the_note(monkeypatch, double, kept, pin):
    take_in = review._take_in

    def and_stop(*args):
        take_in(*args)
        raise Stopped

    monkeypatch.setattr(review, "_take_in", and_stop)
    with pytest.raises(Stopped):
        join(double, kept, pin)
    monkeypatch.undo()


class TestTwoAtOnce:
    def test_a_double_click_is_done_once_and_says_the_same(self, staff):
        deed = book.change_submitted()
        hidden = staff.hidden(path_of(deed, "publish"))

        first, second = (staff.post(path_of(deed, "publish"), hidden) for _ in range(2))

        assert "Published. A mail" in first.text and "Published. A mail" in second.text
        assert [e["action"] for e in stored(deed).history].count("publish") == 2  # first and update
        assert len(stored(deed).editions) == 1

    def test_an_update_sent_while_staff_publish_is_not_published_unseen(self, staff):
        deed = book.submitted()
        hidden = staff.hidden(path_of(deed, "publish"))
        review.ask_more(deed, sections=["story"], message="?", by=book.STAFF)
        answered = authoring.answer_request(stored(deed), {"need": "Toinen"}, answer="Näin!")

        page = staff.post(path_of(deed, "publish"), hidden, message=f"Hyvä {BAIT}")

        assert page.status_code == 409
        assert "The case has changed since you opened it" in page.text
        assert "Author answered" in page.text and "Näin!" in page.text
        assert BAIT not in page.text and "Hyvä &lt;img" in page.text
        assert stored(deed).state == "submitted"

        anew = hidden_fields(page.text)
        assert anew["version"] == str(answered.version)
        staff.post(path_of(deed, "publish"), anew, message="Hyvä")
        assert stored(deed).published["need"] == "Toinen"

    def test_what_can_no_longer_be_done_shows_what_was_typed_and_no_button(self, staff):
        deed = book.submitted()
        hidden = staff.hidden(path_of(deed, "decline"))
        review.publish_deed(deed, by=book.STAFF)

        page = staff.post(path_of(deed, "decline"), hidden, grounds="Eikö?")

        assert page.status_code == 409 and "Eikö?" in page.text
        assert "can no longer be done" in page.text and "<textarea" not in page.text

    def test_a_form_without_its_version_changes_nothing(self, staff):
        deed = book.submitted()
        hidden = staff.hidden(path_of(deed, "decline"))
        del hidden["version"]

        assert staff.post(path_of(deed, "decline"), hidden, grounds="Ei").status_code == 409
        assert stored(deed).state == "submitted"

    def test_what_the_page_did_not_show_is_not_published(self, staff):
        old = book.submitted()
        review.correct(old, texts={"title": "Uusi"}, by=book.STAFF)

        with pytest.raises(Conflict):
            review.publish_deed(old, by=book.STAFF)

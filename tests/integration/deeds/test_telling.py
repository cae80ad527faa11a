"""Telling about a deed: one page, kept whatever happens, clear about what is wrong."""

import io
from datetime import timedelta

import pytest

from services.deeds.documents import Deed, Picture
from services.deeds.handlers import telling
from shared import ambient
from shared.errors import Conflict
from shared.links import LIFETIMES
from shared.workflow.perform import perform
from shared.workflow.ticker import fire_due
from tests.integration.deeds import deedbook as book
from tests.integration.deeds.author import Author, body, words
from tests.integration.deeds.pictures import jpeg, png, png_bomb

HOSTILE = "<script>alert(1)</script> 😀 {{ 7*7 }} ' \" \x00"
ANSWERS = {
    "language": "fi",
    "title": "Kotihoidon työvuorot suunnitellaan yhdessä",
    "stage": "done",
    "need": "Toiveet jäivät kuulematta.",
    "goal": "Jokainen voi vaikuttaa vuoroihinsa.",
    "done": "Sovimme pelisäännöt.",
    "organisation": "Kemin kaupunki",
    "sector": "social_health",
    "region": "lappi",
    "themes": ["wellbeing"],
    "contact.name": "Kaisa Kehittäjä",
    "contact.email": "kaisa@kemi.example",
}
EMPTY = dict.fromkeys(ANSWERS, "")


class Teller(Author):
    def begin(self, **answers):
        """A new draft; returns its address."""
        return self.post("/deeds/tell", answers).location

    def write(self, here, then="save", *, page=None, **changes):
        answers = {**ANSWERS, "then": then, **changes}
        return self.post(here, answers, page=page, content_type="multipart/form-data")

    def picture(self, here, content, **changes):
        sent = (io.BytesIO(content), "kuva.jpg")
        return self.write(here, "picture", picture=sent, **changes)


@pytest.fixture
def teller(app):
    return Teller(app)


def only():
    return Deed.objects.get()


def steps():
    return [entry["action"] for entry in only().history]


def test_a_deed_is_begun_once_however_often_the_button_is_pressed(teller):
    page = teller.get("/deeds/tell").text
    first, again = (teller.post("/deeds/tell", page=page).location for _ in range(2))
    assert first == again
    assert Deed.objects.count() == 1
    assert only().id not in first and only().id not in page


def test_the_form_is_one_private_page_with_few_needed_answers(teller):
    answer = teller.get(teller.begin())
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    page = words(body(answer.text))
    assert "Name of the deed" in page and "Results (optional)" not in page
    assert "Experiences and results (optional)" in page
    assert answer.text.count("<details") == 2 and "<details open" not in answer.text


def test_what_is_written_is_kept_however_little_it_is(teller):
    here = teller.begin()
    answer = teller.write(here, **EMPTY | {"language": "sv", "need": "Tarve"})
    assert answer.location == here
    assert (only().content["need"], only().content["title"], only().language) == ("Tarve", "", "sv")
    page = teller.read(here)
    assert "Tarve</textarea>" in page and "The draft is saved" in page


def test_the_language_of_the_deed_is_the_readers_unless_told_otherwise(app):
    svensk = Teller(app, "sv")
    page = svensk.read(svensk.begin())
    assert '<option value="sv" selected>' in page


def test_an_answer_can_be_emptied_again(teller):
    here = teller.begin()
    teller.write(here, results="Hyvä tulos", links="https://a.fi")
    teller.write(here, results="", links="", themes=[])
    content = only().content
    assert (content["results"], content["links"], content["themes"]) == ("", [], [])


def test_saving_the_same_again_changes_nothing_even_from_an_old_page(teller):
    here = teller.begin()
    page = teller.get(here).text
    answers = [teller.write(here, page=page) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert steps() == ["start", "save"]


def test_two_tabs_do_not_overwrite_each_other_unasked(teller):
    here = teller.begin()
    page = teller.get(here).text
    teller.write(here, title="Ensimmäinen", page=page)
    answer = teller.write(here, title="Toinen", page=page)
    assert answer.status_code == 409
    assert "has changed since you opened this page" in answer.text
    assert 'value="Toinen"' in answer.text
    assert only().title == "Ensimmäinen"
    assert teller.write(here, title="Toinen", page=answer.text).status_code == 303
    assert only().title == "Toinen"


def test_two_clicks_in_the_same_moment_are_one(app):
    draft = telling.start_deed(language="fi", key="a" * 32)
    first = telling.save_deed(draft, {"title": "A"}, language="fi", expected_version=1)
    second = telling.save_deed(draft, {"title": "A"}, language="fi", expected_version=1)
    assert first.version == second.version == 2
    with pytest.raises(Conflict):
        telling.save_deed(draft, {"title": "B"}, language="fi", expected_version=1)


WRONG = [
    ({"title": "x" * 121}, "title"),
    ({"done": "sana " * 10_000}, "done"),
    ({"links": "Blogi javascript:alert(1)"}, "links"),
    ({"contact.email": "kaisa@"}, "contact-email"),
    ({"contact.phone": "soita"}, "contact-phone"),
    ({"sector": "magic"}, "sector"),
]


@pytest.mark.parametrize(("change", "field"), WRONG)
@pytest.mark.parametrize("then", ["save", "check"])
def test_a_wrong_answer_is_told_at_its_field_and_all_else_is_kept(teller, change, field, then):
    here = teller.begin()
    answer = teller.write(here, then, **{"need": "Tarve", **change})
    assert answer.status_code == 422
    assert f'id="field-{field}-error"' in answer.text and f'href="#field-{field}"' in answer.text
    typed = str(next(iter(change.values()))).strip()
    assert field == "sector" or typed in answer.text
    assert only().content["need"] == "Tarve"
    assert next(iter(change)) == "sector" or typed not in str(only().content)


def test_ten_thousand_words_meet_a_clear_limit_and_are_still_there(teller):
    answer = teller.write(teller.begin(), need="sana " * 10_000)
    assert "can have at most 2\u00a0000 characters. Now there are 49\u00a0999" in answer.text
    assert answer.text.count("sana ") > 9_990


def test_a_link_that_could_run_a_script_is_refused_in_words(teller):
    answer = teller.write(teller.begin(), links="javascript:alert(1)")
    assert "write the address in the form https://example.fi" in answer.text
    assert "<details open" in answer.text.replace(' id="pictures"', "")


def test_markup_in_every_field_is_shown_as_typed_and_runs_nowhere(teller):
    here = teller.begin()
    texts = ("title", "need", "goal", "done", "results", "surprises", "advice", "organisation")
    changes = dict.fromkeys((*texts, "unit", "contact.name"), HOSTILE)
    changes["links"] = "<script>alert(1)</script> https://kemi.example/<script>alert(1)</script>"
    assert teller.write(here, "check", **changes).location == f"{here}/check"
    for page in (here, f"{here}/check", f"{here}/help"):
        text = teller.read(page)
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text
    assert "\x00" not in str(only().content)
    assert "{{ 7*7 }}" in teller.read(f"{here}/check")


# --- pictures


def test_a_picture_is_added_and_everything_typed_is_kept(teller):
    here = teller.begin()
    answer = teller.picture(here, jpeg())
    assert answer.location == f"{here}#pictures"
    [row] = only().content["pictures"]
    assert (row["alt"], row["width"], only().title) == ("", 640, ANSWERS["title"])
    assert f"/deeds/pictures/{row['id']}/small.webp" in teller.read(here)
    teller.write(here, **{f"alt_{row['id']}": "Tiimi taulun ääressä"})
    assert only().content["pictures"] == [{**row, "alt": "Tiimi taulun ääressä"}]


def test_a_file_that_was_chosen_comes_along_with_any_button(teller):
    here = teller.begin()
    teller.write(here, "save", picture=(io.BytesIO(png()), "kuva.png"))
    assert len(only().content["pictures"]) == 1


def test_the_same_picture_twice_is_one(teller):
    here = teller.begin()
    for _ in range(2):
        teller.picture(here, jpeg())
    assert len(only().content["pictures"]) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n not really", "not a picture that we can show"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not a picture that we can show"),
        (png_bomb(), "too many pixels"),
        (jpeg() + b"\0" * 50_000_000, "too large"),
    ],
    ids=["none", "svg", "bomb", "50 MB"],
)
def test_a_refused_picture_says_why_and_keeps_all_else(teller, content, said):
    here = teller.begin()
    answer = teller.picture(here, content)
    assert answer.status_code == 422
    assert said in words(answer.text) and 'href="#field-picture"' in answer.text
    assert f'value="{ANSWERS["title"]}"' in answer.text
    assert only().title == ANSWERS["title"] and Picture.objects.count() == 0


def test_a_sixth_picture_is_one_too_many(teller):
    here = teller.begin()
    for number in range(5):
        teller.picture(here, jpeg(20 + number, 20))
    page = teller.read(here)
    assert "as many as a deed can have" in page and 'name="picture"' not in page
    answer = teller.picture(here, jpeg(99, 20))
    assert answer.status_code == 422 and "at most five pictures" in answer.text
    assert len(only().content["pictures"]) == 5


def test_a_picture_can_be_taken_off_the_form(teller):
    here = teller.begin()
    teller.picture(here, jpeg())
    [row] = only().content["pictures"]
    changes = {f"alt_{row['id']}": "x" * 300, "need": "Uusi tarve"}
    assert teller.write(here, f"remove:{row['id']}", **changes).status_code == 303
    assert (only().content["pictures"], only().content["need"]) == ([], "Uusi tarve")


def test_a_picture_that_says_nothing_is_not_sent(teller):
    here = teller.begin()
    teller.picture(here, jpeg())
    assert teller.get(f"{here}/check").location == f"{here}?then=check"
    page = teller.read(f"{here}?then=check")
    assert "What does picture 1 show?" in page and "Fill in “What does picture 1 show?”" in page


# --- beside the form


def test_continue_later_mails_the_link_to_one_address_once_an_hour(teller):
    here = teller.begin()
    assert teller.write(here, "keep").location == f"{here}/keep"
    assert "kaisa@kemi.example" in teller.read(f"{here}/keep")
    assert teller.post(f"{here}/keep", {"email": "wrong"}).status_code == 422
    for _ in range(2):
        answer = teller.post(f"{here}/keep", {"email": "toinen@kemi.example"})
        assert "toinen@kemi.example" in words(answer.text)
    assert steps().count("keep") == 1
    kept = only().history[-1]
    assert kept["data"]["deed"]["author"]["email"] == "toinen@kemi.example"
    assert kept["data"]["deed"]["author"]["language"] == "en"
    assert only().content["contact"]["email"] == "kaisa@kemi.example"


def test_a_draft_does_not_flood_strangers_with_mail(teller):
    here = teller.begin()
    for number in range(5):
        assert teller.post(f"{here}/keep", {"email": f"p{number}@a.example"}).status_code == 200
    answer = teller.post(f"{here}/keep", {"email": "p6@a.example"})
    assert answer.status_code == 422 and "a little later" in words(answer.text)
    assert steps().count("keep") == 5


def test_help_is_asked_with_a_wish_and_opens_a_task_once(teller):
    here = teller.begin()
    teller.write(here, "help", **{"contact.name": "", "contact.email": ""})
    page = teller.get(f"{here}/help").text
    assert "five working days" in page
    assert teller.post(f"{here}/help", {"wish": " "}, page=page).status_code == 422
    asked = {"wish": HOSTILE, "name": "Kaisa", "email": "kaisa@kemi.example"}
    for _ in range(2):
        answer = teller.post(f"{here}/help", asked, page=page)
        assert "Help is on its way" in answer.text
    assert steps().count("ask_help") == 1
    assert [task["name"] for task in only().tasks] == ["help"]
    assert only().help_wish.startswith("<script>")
    assert only().content["contact"]["email"] == "kaisa@kemi.example"
    assert "You have asked us for help" in teller.read(here)
    assert only().state == "draft"


def test_what_the_office_wrote_is_told_until_the_author_writes_on(teller):
    here = teller.begin()
    asked = {"wish": "Tulokset", "name": "Kaisa", "email": "kaisa@kemi.example"}
    teller.post(f"{here}/help", asked)
    message = "Kirjoitimme <b>tulokset</b> auki."
    perform(
        only(),
        "help",
        book.STAFF,
        sets={"content": {**only().content, "results": "Hyvät"}},
        data={"message": message, "changed": ["results"]},
    )
    page = teller.read(here)
    assert "has written into your draft" in page
    assert "Kirjoitimme &lt;b&gt;tulokset&lt;/b&gt; auki." in page and "Hyvät" in page
    teller.write(here)
    assert "has written into your draft" not in teller.read(here)
    teller.post(f"{here}/help", asked)  # the same wish again, after an answer: a new request
    assert steps().count("ask_help") == 2


def test_the_quick_test_gives_a_kind_word_and_stops_nobody(teller):
    here = teller.begin(then="test").removesuffix("/test")
    noes = {f"q{number}": "no" for number in range(1, 9)}
    page = words(teller.post(f"{here}/test", noes | {"q2": "yes"}).text)
    assert "Let us talk it over" in page and "You can still tell about the deed" in page
    assert only().quick_test == {str(n): n == 2 for n in range(1, 9)}
    assert teller.write(here, "check").location == f"{here}/check"
    answer = teller.post(f"{here}/check")
    assert answer.location == f"{here}/sent"


def test_an_unanswered_quick_test_has_no_verdict(teller):
    here = teller.begin()
    page = teller.post(f"{here}/test", {}).text
    assert "On to the form" in page and 'role="status"' not in page
    assert "7 questions are still open" in teller.post(f"{here}/test", {"q1": "yes"}).text


# --- drafts that end


def test_the_link_of_a_draft_opens_as_long_as_the_draft_lives(teller):
    here = teller.begin()
    clock = ambient.FixedSource(ambient.now() + LIFETIMES["deed-draft"] - timedelta(days=1))
    clock.count = 1_000_000
    with ambient.use(clock):
        teller.write(here)
        clock.moment += timedelta(days=10)
        assert fire_due(Deed, ambient.now()) == 0
        assert ANSWERS["title"] in teller.read(here)


def test_a_draft_that_was_not_sent_leaves_nothing_behind(teller):
    here = teller.begin()
    teller.picture(here, jpeg())
    assert fire_due(Deed, ambient.now() + timedelta(days=91)) == 1
    assert "has been deleted" in teller.read(here, 410)
    assert telling.delete_expired_deeds() == 1
    assert (Deed.objects.count(), Picture.objects.count()) == (0, 0)
    assert "has been deleted" in teller.read(f"{here}/check", 410)


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "ä" * 50])
@pytest.mark.parametrize("place", ["draft", "confirm"])
def test_a_forged_link_shows_nothing(teller, token, place):
    assert teller.get(f"/deeds/{place}/{token}").status_code == 404


def test_a_post_without_its_token_changes_nothing(teller):
    here = teller.begin()
    answer = teller.client.post(here, data=ANSWERS)
    assert answer.status_code == 400
    assert steps() == ["start"]

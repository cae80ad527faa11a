"""Award rounds: planned, judged by a jury through links, decided; badges on the winners' deeds."""

from datetime import timedelta

import pytest

from services.deeds.documents import Award, Deed
from services.deeds.scores import standings
from shared import ambient
from shared.contracts.awards import AwardDecided
from shared.links import make_link
from tests.integration.deeds import deedbook
from tests.support.desk import hidden_fields

AWARD = {
    "year": "2027",
    "title_fi": "Kuntatyön kehittäjä 2027",
    "title_sv": "Kommunarbetets utvecklare 2027",
    "title_en": "Developer of municipal work 2027",
    "categories_fi": "Paras yhteinen teko\nPieni suuri teko",
    "categories_sv": "Bästa gemensamma gärning\nLiten stor gärning",
    "categories_en": "Best joint deed\nSmall great deed",
    "score_by": "31.3.2027",
}
GROUNDS = {f"grounds_{code}": f"Yhdessä alusta asti ({code})." for code in ("fi", "sv", "en")}


class Round:
    """An award round as the office drives it, page by page."""

    def __init__(self, staff):
        self.staff = staff
        staff.post("/staff/awards/new", **AWARD)
        self.path = f"/staff/awards/{Award.objects.get().id}"

    @property
    def award(self):
        return Award.objects.get()

    def post(self, step, **fields):
        return self.staff.post(f"{self.path}/{step}", hidden=self.staff.hidden(self.path), **fields)

    def fill(self, step, **fields):
        return self.staff.post(f"{self.path}/{step}", **fields)

    def nominate(self, deed, category="category-0", **fields):
        return self.fill("nominate", number=str(deed.number), category=category, **fields)

    def juror(self, name="Jaana Juryläinen", email="jaana@jury.example", language="fi"):
        return self.fill("juror", name=name, email=email, language=language)

    def link(self, settings, place=0):
        juror = self.award.jury[place]
        return f"/jury/{make_link(settings, 'jury', self.award.id, juror['email'], juror['id'])}"

    def nomination(self, place=0):
        return self.award.nominations[place]["id"]


@pytest.fixture
def planned(staff):
    return Round(staff)


@pytest.fixture
def judging(planned):
    for letter in "AB":
        planned.nominate(deedbook.published(title=f"Teko {letter}"))
    planned.juror()
    planned.juror("Jussi Jäävi", "jussi@jury.example")
    planned.post("open")
    assert planned.award.state == "judging"
    return planned


def score(desk, link, nomination, points, comment=""):
    return desk.post(f"{link}/{nomination}", points=str(points), comment=comment)


@pytest.fixture
def decided(judging, reader, settings):
    score(reader, judging.link(settings), judging.nomination(), 5, "Hieno.")
    judging.post("shortlist", nomination=judging.nomination())
    winner = {"nomination": judging.nomination(), **GROUNDS}
    judging.fill("winner/category-0", **winner)
    judging.post("decide")
    return judging


def told(event):
    return [entry for entry in Award.objects.get().history if entry["type"] == event]


def test_an_award_goes_from_plan_to_winners_and_is_read_by_anybody(decided, reader):
    assert decided.award.state == "decided"
    listing = reader.get("/awards?lang=sv").text
    assert "Kommunarbetets utvecklare 2027" in listing
    page = reader.get(f"/awards/{decided.award.id}?lang=sv").text
    assert "Bästa gemensamma gärning" in page and "Teko A" in page
    assert "Yhdessä alusta asti (sv)." in page
    assert "Hieno." not in page  # comments are the office's


def test_the_winners_author_is_told_and_the_deed_gets_its_badge_once(decided, deliver):
    from tests.integration.deeds.conftest import event

    [entry] = told("award.decided.v1")
    [winner] = entry["data"]["winners"]
    assert winner["author"]["email"] == deedbook.AUTHOR["email"]
    for _ in range(2):
        deliver(event(AwardDecided, AwardDecided.read(entry["data"])))
    [badge] = Deed.objects.get(id=winner["deed_id"]).badges
    assert badge["category"]["en"] == "Best joint deed" and badge["year"] == 2027


def test_opening_invites_every_juror(judging):
    [entry] = told("award.judging_opened.v1")
    assert [juror["email"] for juror in entry["data"]["jury"]] == [
        "jaana@jury.example",
        "jussi@jury.example",
    ]


def test_a_juror_named_during_the_judging_is_invited_at_once(judging):
    judging.juror("Myöhä Mukaan", "myoha@jury.example", "sv")
    [entry] = told("award.juror_invited.v1")
    assert entry["data"]["juror"]["language"] == "sv"


@pytest.mark.parametrize("missing", ["nominations", "jury"])
def test_judging_needs_nominations_and_a_jury(planned, missing):
    if missing == "nominations":
        planned.juror()
    else:
        planned.nominate(deedbook.published())
    assert "first." in planned.post("open").text
    assert planned.award.state == "planned"


def test_a_juror_scores_changes_their_mind_and_the_last_score_counts(judging, reader, settings):
    link = judging.link(settings)
    assert "2 deeds are still without your score." in reader.get(link).text
    score(reader, link, judging.nomination(), 2)
    answer = score(reader, link, judging.nomination(), 4, "Parempi kuin luulin.")
    assert "Your score: 4" in answer.text and "1 deed is still" in answer.text
    best = standings(judging.award)[0]
    assert (best.average, best.count) == (4, 1)
    assert "Parempi kuin luulin." in judging.staff.get(judging.path).text


def test_two_jurors_at_once_do_not_disturb_each_other(judging, app, settings):
    from services.deeds.handlers.awards import award_by_id, give_score

    stale = award_by_id(judging.award.id)
    for place, points in ((0, 5), (1, 3)):
        give_score(
            stale,
            stale.jury[place],
            judging.nomination(),
            points=points,
            comment="",
            cause=str(place),
        )
    assert standings(judging.award)[0].average == 4


def test_a_disqualified_juror_counts_as_having_scored_but_not_in_the_average(
    judging, reader, settings
):
    score(reader, judging.link(settings), judging.nomination(), 4)
    score(reader, judging.link(settings, 1), judging.nomination(), 0)
    best = standings(judging.award)[0]
    assert (best.average, best.count) == (4, 1)
    assert "You are disqualified" in reader.get(judging.link(settings, 1)).text


def test_a_score_that_is_none_is_refused_with_the_comment_kept(judging, reader, settings):
    answer = score(reader, judging.link(settings), judging.nomination(), 9, "Kiva <b>teko</b>")
    assert answer.status_code == 422
    assert "Kiva &lt;b&gt;teko&lt;/b&gt;" in answer.text
    assert judging.award.scores == []


def test_the_second_click_scores_once(judging, reader, settings):
    path = f"{judging.link(settings)}/{judging.nomination()}"
    held = reader.hidden(path)
    for _ in range(2):
        reader.post(path, hidden=held, points="3", comment="")
    assert len(judging.award.scores) == 1


def test_only_those_who_have_not_scored_everything_are_reminded(judging, reader, settings):
    for place in range(2):
        score(reader, judging.link(settings), judging.nomination(place), 3)
    judging.post("remind")
    [entry] = told("award.jury_reminded.v1")
    assert [juror["email"] for juror in entry["data"]["jury"]] == ["jussi@jury.example"]


def test_a_juror_who_was_removed_reads_nothing_and_their_scores_count_no_more(
    judging, reader, settings
):
    link = judging.link(settings)
    score(reader, link, judging.nomination(), 1)
    judging.post(f"jury/{judging.award.jury[0]['id']}/remove")
    answer = reader.get(link)
    assert answer.status_code == 410 and "Teko A" not in answer.text
    assert standings(judging.award)[0].average is None


def test_a_link_of_another_juror_or_award_or_forged_opens_nothing(judging, reader, settings):
    juror = judging.award.jury[0]
    stranger = make_link(settings, "jury", judging.award.id, "else@where.example", juror["id"])
    assert reader.get(f"/jury/{stranger}").status_code == 410
    assert reader.get("/jury/forged").status_code == 404
    wrong = make_link(settings, "deed", judging.award.id, juror["email"], juror["id"])
    assert reader.get(f"/jury/{wrong}").status_code == 404


def test_an_old_link_offers_a_fresh_one_at_most_one_an_hour(judging, reader, settings):
    link = judging.link(settings)
    with ambient.use(ambient.FixedSource(ambient.now() + timedelta(days=400))):
        page = reader.get(link)
        assert page.status_code == 410 and "We can mail a new one" in page.text
        for _ in range(2):
            reader.post(f"{link}/fresh", hidden=hidden_fields(page.text))
    assert len(told("award.link_requested.v1")) == 1


def test_after_the_judging_a_juror_reads_that_it_has_ended(decided, reader, settings):
    assert "The judging has ended." in reader.get(decided.link(settings)).text
    page = reader.get(f"{decided.link(settings)}/{decided.nomination()}").text
    assert "Save the score" not in page


def test_nobody_reads_of_an_award_before_its_shortlist(judging, reader):
    assert "2027" not in reader.get("/awards").text
    assert reader.get(f"/awards/{judging.award.id}").status_code == 404


def test_the_shortlist_is_public_without_the_winners(judging, reader):
    judging.post("shortlist", nomination=judging.nomination())
    judging.fill("winner/category-0", nomination=judging.nomination(), **GROUNDS)
    page = reader.get(f"/awards/{judging.award.id}").text
    assert "Teko A" in page and "Winner" not in page and "Yhdessä alusta asti" not in page


def test_an_empty_shortlist_and_no_winners_are_refused_in_words(judging):
    assert "Choose at least one nomination" in judging.post("shortlist").text
    judging.post("shortlist", nomination=judging.nomination())
    assert "Choose the winner of at least one category." in judging.post("decide").text


def test_a_winner_needs_grounds_in_each_language(judging):
    judging.post("shortlist", nomination=judging.nomination())
    answer = judging.fill("winner/category-0", nomination=judging.nomination(), grounds_fi="Hyvä.")
    assert answer.status_code == 422
    assert "Tell the grounds in each language." in answer.text and "Hyvä." in answer.text


def test_uneven_categories_are_refused_with_what_was_typed(staff):
    answer = staff.post("/staff/awards/new", **{**AWARD, "categories_sv": "Bara en"})
    assert answer.status_code == 422
    assert "same number of categories" in answer.text and "Bara en" in answer.text


@pytest.mark.parametrize(
    ("make", "words"),
    [(deedbook.submitted, "not public"), (lambda: None, "no deed with this number")],
)
def test_only_public_deeds_are_nominated(planned, make, words):
    deed = make() or Deed(number=9999)
    assert words in planned.nominate(deed).text
    assert planned.award.nominations == []


def test_a_stale_page_changes_nothing_and_says_so(planned):
    stale = planned.staff.hidden(planned.path)
    planned.nominate(deedbook.published())
    planned.juror()
    answer = planned.staff.post(f"{planned.path}/open", hidden=stale)
    assert "Somebody changed this meanwhile." in answer.text
    assert planned.award.state == "planned"


@pytest.mark.parametrize("path", ["", "/new", "/nobody", "/nobody/nominate"])
def test_readers_do_not_see_the_offices_side(reader, path):
    assert "/account/sign-in" in reader.get(f"/staff/awards{path}").location

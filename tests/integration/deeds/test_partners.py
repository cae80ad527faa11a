"""Partner searches as readers see and write them. Nobody sees the author's address."""

from datetime import timedelta

import pytest

from services.deeds.documents import PartnerSearch
from services.deeds.handlers import partners
from shared import ambient
from shared.ambient import FixedSource
from shared.errors import TransitionNotAllowed
from tests.integration.deeds.conftest import NOON
from tests.integration.deeds.partnerbook import (
    ANSWER,
    AUTHOR_EMAIL,
    SEARCH,
    declined,
    ended,
    in_days,
    opened,
    stored,
    submitted,
    told,
    unconfirmed,
)

HOSTILE = "<script>alert(1)</script>"
SECRETS = (AUTHOR_EMAIL, "salattu", "Salattu", "765 4321")


def typed(**changes):
    return {**SEARCH, "ends_on": str(in_days(30)), **changes}


def later(days):
    source = FixedSource(NOON + timedelta(days=days))
    source.count = 1_000_000
    return ambient.use(source)


# --- the list and an announcement


def test_without_announcements_the_list_invites_to_write_one(reader):
    page = reader.get("/partners").text
    assert "Nobody looks for partners just now" in page
    assert 'href="/partners/new"' in page


def test_only_open_ones_are_listed(reader):
    for make in (unconfirmed, submitted, declined, ended):
        make(title=f"Salaa {make.__name__}")
    opened(title="Julkinen haku")
    page = reader.get("/partners").text
    assert "Julkinen haku" in page
    assert "Salaa" not in page
    assert "1 open announcement<" in page


def test_an_announcement_past_its_last_day_is_not_open_though_its_timer_is_late(reader):
    search = opened(days=3)
    with later(4):
        assert search.title not in reader.get("/partners").text
        assert reader.get(search.path).status_code == 410
        with pytest.raises(TransitionNotAllowed):
            partners.answer_search(search, ANSWER, key="k")


def test_filters_narrow_the_list_and_what_is_no_choice_narrows_nothing(reader):
    search = opened()
    for query, seen in (
        ("sector=technical", True),
        ("sector=education", False),
        ("region=lappi&theme=processes", True),
        ("theme=wellbeing", False),
        ("sector=technical&sector=education", True),
        (f"sector={HOSTILE}&region=$ne", True),
    ):
        page = reader.get(f"/partners?{query}").text
        assert (search.title in page) == seen, query
        assert ("No announcement matches" in page) != seen, query
        assert HOSTILE not in page


def test_the_newest_stands_first_and_pages_hold_25(reader):
    row = opened().to_mongo().to_dict()
    PartnerSearch._get_collection().insert_many(
        {
            **row,
            "_id": f"copy-{number}",
            "number": number + 100,
            "title": f"Haku {number:02}",
            "published_at": NOON + timedelta(minutes=number),
        }
        for number in range(1, 27)
    )
    first = reader.get("/partners").text
    assert "Haku 26" in first
    assert "Haku 01" not in first
    assert SEARCH["title"] in reader.get("/partners?page=2").text
    assert "There is no such page" in reader.get("/partners?page=9").text


def test_nobody_sees_the_authors_address_anywhere(reader):
    search = opened()
    pages = ["/partners", search.path, f"{search.path}/answer", f"/partners/sent/{search.id}"]
    for path in [f"{page}?lang={language}" for page in pages for language in ("fi", "sv", "en")]:
        answer = reader.get(path)
        assert answer.status_code == 200
        for secret in SECRETS:
            assert secret not in answer.text
            assert secret not in str(answer.headers)


def test_the_number_alone_finds_it_and_leads_to_its_whole_address(reader):
    search = opened()
    answer = reader.get(f"/partners/{search.number}-vanha-nimi?lang=sv")
    assert (answer.status_code, answer.location) == (301, f"{search.path}?lang=sv")
    assert reader.get(search.path).status_code == 200


def test_what_is_no_announcement_is_not_found(reader):
    for address in ("0", "99", "x", "1x", "9" * 40, "²", "-1"):
        assert reader.get(f"/partners/{address}").status_code == 404


def test_what_was_never_published_is_not_found(reader):
    for search in (unconfirmed(), submitted(), declined()):
        assert reader.get(search.path).status_code == 404
        assert reader.get(f"{search.path}/answer").status_code == 404


def test_an_ended_one_says_so_and_takes_no_answers(reader):
    search = ended()
    answer = reader.get(search.path)
    assert answer.status_code == 410
    assert "This partner search has ended" in answer.text
    assert search.text not in answer.text
    assert reader.get(f"{search.path}/answer").location == search.path


def test_the_announcements_own_language_is_marked(reader):
    page = reader.get(opened().path).text
    assert '<span lang="fi">Etsimme kumppaneita' in page


def test_what_people_write_is_shown_as_text(reader):
    search = opened(title=HOSTILE, text=HOSTILE, wished=HOSTILE, organisation=HOSTILE)
    for path in ("/partners", search.path, f"{search.path}/answer"):
        page = reader.get(path)
        assert page.status_code == 200
        assert HOSTILE not in page.text


# --- answering


def test_an_answer_is_mailed_to_the_author_and_says_so_first(reader):
    search = opened()
    path = f"{search.path}/answer"
    assert "The author gets your address" in reader.get(path).text
    page = reader.post(path, **ANSWER)
    assert "Your answer is on its way to the author by e-mail" in page.text
    assert "oona" not in page.text
    event = told(stored(search), "answer")[0]
    assert event["answer"] == ANSWER
    assert event["search"]["author"]["email"] == AUTHOR_EMAIL


def test_an_answer_sent_twice_is_mailed_once(reader):
    search = opened()
    path = f"{search.path}/answer"
    hidden = reader.hidden(path)
    for _ in range(2):
        assert reader.post(path, hidden, **ANSWER).status_code == 200
    assert len(stored(search).answers) == 1


def test_a_wrong_answer_keeps_what_was_typed_and_mails_nobody(reader):
    search = opened()
    path = f"{search.path}/answer"
    hidden = reader.hidden(path)
    for name, value in (
        ("email", "x@y"),
        ("message", ""),
        ("message", "x" * 3001),
        ("extra_line", "spam"),
    ):
        answer = reader.post(path, hidden, **{**ANSWER, name: value})
        assert answer.status_code == 422
        assert f'id="field-{name}-error"' in answer.text
        assert "Oulun kaupunki" in answer.text
    assert stored(search).answers == []


def test_a_name_of_several_lines_becomes_one_line(reader):
    search = opened()
    reader.post(f"{search.path}/answer", **{**ANSWER, "name": "Oona\r\nBcc: all@example.com"})
    assert stored(search).answers[0]["name"] == "Oona Bcc: all@example.com"


def test_one_sender_may_answer_three_times_an_hour(reader):
    search = opened()
    for count in range(3):
        partners.answer_search(search, ANSWER, key=f"k{count}")
    answer = reader.post(f"{search.path}/answer", **{**ANSWER, "email": "OONA@oulu.example"})
    assert answer.status_code == 409
    assert "Several messages have been sent here within an hour." in answer.text
    assert ANSWER["message"] in answer.text
    assert len(stored(search).answers) == 3
    with later(1):
        partners.answer_search(stored(search), ANSWER, key="k9")
    assert len(stored(search).answers) == 4


def test_a_flood_from_many_addresses_is_held_back_too(app):
    search = opened()
    for count in range(20):
        partners.answer_search(
            stored(search), {**ANSWER, "email": f"a{count}@x.example"}, key=f"k{count}"
        )
    with pytest.raises(TransitionNotAllowed) as error:
        partners.answer_search(stored(search), ANSWER, key="more")
    assert error.value.reason == "too_many"


def test_an_answer_to_what_ended_meanwhile_is_refused_and_kept_on_the_page(reader):
    search = opened()
    hidden = reader.hidden(f"{search.path}/answer")
    partners.end_search(
        search, by=partners.author_of(search), pin=partners.Pin(search.version, "e")
    )
    answer = reader.post(f"{search.path}/answer", hidden, **ANSWER)
    assert answer.status_code == 409
    assert ANSWER["message"] in answer.text


# --- announcing


def test_a_new_announcement_waits_for_its_author_to_confirm(reader):
    page = reader.post("/partners/new", **typed()).text
    assert "KUMPPANI-1" in page
    assert "We mailed you a link." in page
    assert AUTHOR_EMAIL not in page
    search = PartnerSearch.objects.get()
    assert (search.state, search.themes, search.ends_on) == (
        "unconfirmed",
        ["processes"],
        str(in_days(30)),
    )
    assert told(search, "announce")[0]["search"]["author"]["language"] == "fi"
    assert search.due[0]["action"] == "expire"


def test_the_same_form_sent_twice_makes_one_announcement(reader):
    hidden = reader.hidden("/partners/new")
    for _ in range(2):
        assert "KUMPPANI-1<" in reader.post("/partners/new", hidden, **typed()).text
    assert PartnerSearch.objects.count() == 1


WRONG = (
    ("title", ""),
    ("text", "x" * 3001),
    ("ends_on", "1.1.2020"),
    ("ends_on", "15.3.2027"),  # today: it could not even be checked
    ("ends_on", "16.3.2028"),
    ("ends_on", "31.2.2028"),
    ("sector", "nothing"),
    ("themes", ""),
    ("themes", "nothing"),
    ("email", "<script>@x.example"),
    ("extra_line", "spam"),
)


def test_what_is_wrong_is_said_beside_it(reader):
    hidden = reader.hidden("/partners/new")
    for name, value in WRONG:
        answer = reader.post("/partners/new", hidden, **typed(**{name: value}))
        assert answer.status_code == 422, (name, value)
        assert f'id="field-{name}-error"' in answer.text
        assert "Kaisa Salattu" in answer.text
    assert PartnerSearch.objects.count() == 0


def test_an_author_cannot_publish_the_own_address_by_mistake(reader):
    answer = reader.post("/partners/new", **typed(text=f"Kirjoita: {AUTHOR_EMAIL.upper()}!"))
    assert answer.status_code == 422
    assert "Leave the author&#39;s e-mail address out" in answer.text
    assert PartnerSearch.objects.count() == 0


def test_a_year_from_now_is_the_longest(reader):
    assert "KUMPPANI-1" in reader.post("/partners/new", **typed(ends_on="14.3.2028")).text


def test_one_address_cannot_be_flooded_with_our_mails(reader):
    for _ in range(5):
        unconfirmed()
    answer = reader.post("/partners/new", **typed())
    assert answer.status_code == 409
    assert PartnerSearch.objects.count() == 5

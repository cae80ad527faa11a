"""The author's links of a partner search: GET only shows, POST acts once, old links still help."""

from datetime import timedelta

import pytest

from services.deeds.documents import PartnerSearch
from services.deeds.handlers import partners
from shared import ambient
from shared.ambient import FixedSource
from shared.links import LIFETIMES
from shared.workflow.ticker import fire_due
from tests.integration.deeds.conftest import NOON
from tests.integration.deeds.partnerbook import (
    ANSWER,
    AUTHOR_EMAIL,
    declined,
    ended,
    in_days,
    link,
    opened,
    stored,
    submitted,
    told,
    unconfirmed,
)


def later(lifetime):
    source = FixedSource(NOON + lifetime + timedelta(minutes=10))
    source.count = 1_000_000
    return ambient.use(source)


def test_a_scanner_that_opens_every_link_changes_nothing(app, reader):
    for search in (unconfirmed(), submitted(), opened(), ended(), declined()):
        base = link(app, search)
        for path in (base, f"{base}/prolong", f"{base}/end", link(app, search, "confirm")):
            for read in (reader.client.get, reader.client.head):
                assert read(path).status_code in (200, 303)
        assert stored(search).version == search.version


def test_pages_behind_links_are_kept_by_no_cache(app, reader):
    answer = reader.get(link(app, opened()))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_confirming_sends_it_to_the_office_once_and_leads_to_the_authors_page(app, reader):
    search = unconfirmed()
    path = link(app, search, "confirm")
    hidden = reader.hidden(path)
    for _ in range(2):
        page = reader.post(path, hidden)
        assert "The programme office checks it" in page.text
    search = stored(search)
    assert (search.state, search.tasks[0]["name"]) == ("submitted", "check")
    assert len(told(search, "confirm")) == 1


def test_a_confirmed_link_says_how_things_stand_and_mails_a_link_to_the_page(app, reader):
    search = submitted()
    path = link(app, search, "confirm")
    assert "Your address has been confirmed already." in reader.get(path).text
    for _ in range(2):
        assert "k…@kemi.example" in reader.post(f"{path}/fresh", reader.hidden(path)).text
    assert [data["purpose"] for data in told(stored(search), "request_link")] == ["partner"]


def test_what_is_not_confirmed_in_time_is_deleted_and_the_link_says_so(app, reader):
    search = unconfirmed()
    path = link(app, search, "confirm")
    with later(timedelta(days=30)):
        assert fire_due(PartnerSearch, ambient.now()) == 1
        assert reader.get(path).status_code == 410
        PartnerSearch.objects.update(outbox=[])  # everything has been told
        assert partners.delete_expired_searches() == 1
        answer = reader.get(path)
    assert answer.status_code == 410
    assert "What is not confirmed within 30 days is deleted." in answer.text


@pytest.mark.parametrize(
    ("make", "place", "recipient"),
    [
        (unconfirmed, "confirm", "somebody@else.example"),
        (opened, "mine", "somebody@else.example"),
        (opened, "mine", ""),
    ],
)
def test_a_link_for_another_address_shows_nothing_and_does_nothing(
    app, reader, make, place, recipient
):
    search = make()
    path = link(app, search, place, recipient)
    answer = reader.get(path)
    assert answer.status_code == 410
    assert "Kemin" not in answer.text
    assert search.reference not in answer.text
    hidden = reader.hidden("/partners/new")
    steps = (path, f"{path}/fresh") if place == "confirm" else (f"{path}/end", f"{path}/fresh")
    for post_to in steps:
        assert reader.post(post_to, hidden).status_code == 410
    assert stored(search).version == search.version


def test_a_link_for_one_purpose_opens_no_other_page(app, reader):
    token = link(app, opened(), "confirm").rpartition("/")[2]
    assert reader.get(f"/partners/mine/{token}").status_code == 404
    assert reader.get("/partners/mine/nonsense").status_code == 404


def test_an_expired_link_tells_how_it_stands_and_mails_one_fresh_link_an_hour(app, reader):
    search = opened()
    path = link(app, search)
    with later(LIFETIMES["partner"]):
        answer = reader.get(path)
        assert answer.status_code == 410
        assert search.reference in answer.text
        for _ in range(2):
            reader.post(f"{path}/fresh", reader.hidden(path))
    assert len(told(stored(search), "request_link")) == 1


def test_the_author_sees_the_answers_and_no_one_elses_page_has_them(app, reader):
    search = opened()
    hostile = {**ANSWER, "message": "<b>hei</b> https://oulu.example/hanke"}
    partners.answer_search(search, hostile, key="k1")
    page = reader.get(link(app, search)).text
    assert 'href="mailto:oona@oulu.example"' in page
    assert "<b>hei</b>" not in page
    assert 'href="https://oulu.example/hanke"' in page
    assert "oona" not in reader.get(search.path).text


def test_the_grounds_of_a_refusal_stand_on_the_authors_page(app, reader):
    assert "Tämä on kilpailutus." in reader.get(link(app, declined())).text


def test_prolonging_moves_the_last_day_and_the_timer(app, reader):
    search = opened(days=10)
    path = f"{link(app, search)}/prolong"
    page = reader.post(path, ends_on="30.6.2027")
    assert "The announcement has a new last day." in page.text
    search = stored(search)
    assert search.ends_on == "2027-06-30"
    assert [entry["at"].date().isoformat() for entry in search.due] == ["2027-07-01"]


def test_a_last_day_too_far_or_no_later_is_refused(app, reader):
    search = opened(days=10)
    path = f"{link(app, search)}/prolong"
    hidden = reader.hidden(path)
    for day in ("16.3.2028", "25.3.2027", "20.3.2027", "1.1.2020", "x", ""):
        assert reader.post(path, hidden, ends_on=day).status_code == 422
    assert stored(search).ends_on == str(in_days(10))


def test_a_stale_page_is_told_and_can_be_sent_again(app, reader):
    search = opened(days=10)
    path = f"{link(app, search)}/prolong"
    hidden = reader.hidden(path)
    partners.answer_search(search, ANSWER, key="k1")
    answer = reader.post(path, hidden, ends_on="30.6.2027")
    assert answer.status_code == 409
    assert "30.6.2027" in answer.text
    assert stored(search).ends_on == str(in_days(10))
    reader.post(path, ends_on="30.6.2027")
    assert stored(search).ends_on == "2027-06-30"


def test_the_author_ends_it_and_a_second_click_changes_nothing(app, reader):
    search = opened()
    path = f"{link(app, search)}/end"
    hidden = reader.hidden(path)
    for _ in range(2):
        assert "The announcement has ended." in reader.post(path, hidden).text
    ends = told(stored(search), "end")
    assert [data["answers"] for data in ends] == [0]
    assert reader.get(path).location == link(app, search)


def test_the_timer_ends_it_the_morning_after_its_last_day_and_tells_the_author(app):
    search = opened(days=3)
    partners.answer_search(search, ANSWER, key="k1")
    with later(timedelta(days=3)):
        assert fire_due(PartnerSearch, ambient.now()) == 0
    with later(timedelta(days=4)):
        assert fire_due(PartnerSearch, ambient.now()) == 1
    search = stored(search)
    assert search.state == "ended"
    event = told(search, "end")[0]
    assert (event["answers"], event["search"]["author"]["email"]) == (1, AUTHOR_EMAIL)

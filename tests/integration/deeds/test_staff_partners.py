"""The office checks partner searches: corrects with a history, publishes, declines, ends."""

from datetime import timedelta

from shared import ambient
from shared.ambient import FixedSource
from shared.roles import Role
from tests.integration.deeds.conftest import NOON
from tests.integration.deeds.partnerbook import (
    AUTHOR_EMAIL,
    ended,
    in_days,
    opened,
    stored,
    submitted,
    told,
    unconfirmed,
)
from tests.support.desk import Desk

FIELDS = ("title", "text", "wished", "language", "organisation", "sector", "region", "themes")


def as_typed(search, **changes):
    typed = {name: getattr(search, name) for name in FIELDS} | {"ends_on": search.ends_on}
    return typed | {"themes": list(search.themes)} | changes


def test_the_list_counts_each_tab(staff):
    submitted(title="Tarkista tämä")
    opened(title="Julki tämä")
    page = staff.get("/staff/partners").text
    assert "Tarkista tämä" in page
    assert "Julki tämä" not in page
    for tab in ("To check", "Published", "Not confirmed", "Ended", "All", "Overdue"):
        assert f">{tab} <span" in page
    everything = staff.get("/staff/partners?tab=all").text
    assert "2 announcements" in everything


def test_readers_and_auditors_change_nothing(reader, app):
    search = submitted()
    assert "/account/sign-in" in reader.get(f"/staff/partners/{search.id}").location
    auditor = Desk(app, Role.AUDITOR)
    page = auditor.get(f"/staff/partners/{search.id}")
    assert page.status_code == 200
    hidden = auditor.hidden("/partners/new")
    answer = auditor.post(f"/staff/partners/{search.id}/publish", hidden, version=search.version)
    assert answer.status_code == 403
    assert stored(search).state == "submitted"


def test_publishing_says_whom_it_mails_and_is_done_once(staff):
    search = submitted()
    path = f"/staff/partners/{search.id}/publish"
    assert f"Kaisa Salattu, {AUTHOR_EMAIL}" in staff.get(path).text
    hidden = staff.hidden(path)
    for _ in range(2):
        assert "A mail goes to: Kaisa Salattu" in staff.post(path, hidden).text
    search = stored(search)
    assert (search.state, search.published_at) == ("open", NOON)
    assert len(told(search, "publish")) == 1
    assert search.due[0]["at"].date() == in_days(31)


def test_what_is_past_its_last_day_cannot_be_published_until_it_has_another(staff):
    search = submitted(days=2)
    source = FixedSource(NOON + timedelta(days=5))
    source.count = 1_000_000
    with ambient.use(source):
        answer = staff.post(f"/staff/partners/{search.id}/publish")
        assert answer.status_code == 409
        assert "The last day of the announcement is over." in answer.text
        path = f"/staff/partners/{search.id}/correct"
        staff.post(path, **as_typed(search, ends_on="30.4.2027"))
        staff.post(f"/staff/partners/{search.id}/publish")
    assert stored(search).state == "open"


def test_a_correction_stands_in_the_history_word_for_word(staff):
    search = submitted(title="Etsime kumppaneita")
    path = f"/staff/partners/{search.id}/correct"
    page = staff.post(path, **as_typed(search, title="Etsimme kumppaneita", sector="education"))
    assert "Nobody is mailed." in page.text
    assert "Title: Etsime kumppaneita → Etsimme kumppaneita" in page.text
    assert "Sector: Technical services → Education and early education" in page.text
    search = stored(search)
    assert (search.state, search.title) == ("submitted", "Etsimme kumppaneita")
    fields = [row["field"] for row in told(search, "correct")[0]["changes"]]
    assert fields == ["title", "sector"]


def test_correcting_nothing_is_said_and_a_public_one_keeps_its_last_day(staff):
    search = opened()
    path = f"/staff/partners/{search.id}/correct"
    answer = staff.post(path, **as_typed(search, ends_on="1.1.2028"))
    assert answer.status_code == 422
    assert "Nothing was changed." in answer.text
    assert stored(search).version == search.version


def test_a_stale_correction_shows_what_happened_and_keeps_what_was_typed(staff):
    search = submitted()
    path = f"/staff/partners/{search.id}/correct"
    hidden = staff.hidden(path)
    staff.post(path, **as_typed(search, title="Toisen otsikko"))
    answer = staff.post(path, hidden, **as_typed(search, title="Oma otsikko"))
    assert answer.status_code == 409
    assert "Corrected by the office" in answer.text
    assert "Oma otsikko" in answer.text
    assert stored(search).title == "Toisen otsikko"


def test_declining_needs_grounds(staff):
    search = submitted()
    path = f"/staff/partners/{search.id}/decline"
    hidden = staff.hidden(path)
    for grounds in ("", "   ", "x" * 2001):
        assert staff.post(path, hidden, grounds=grounds).status_code == 422
    assert stored(search).state == "submitted"


def test_declining_mails_the_grounds(staff):
    search = submitted()
    staff.post(f"/staff/partners/{search.id}/decline", grounds="Tämä on <b>kilpailutus</b>.")
    event = told(stored(search), "decline")[0]
    assert (event["grounds"], event["decided_by"]) == (
        "Tämä on <b>kilpailutus</b>.",
        "Ville Virkailija",
    )
    page = staff.get(f"/staff/partners/{search.id}").text
    assert "<b>kilpailutus</b>" not in page


def test_the_office_can_end_an_announcement(staff):
    search = opened()
    staff.post(f"/staff/partners/{search.id}/end")
    assert stored(search).state == "ended"


def test_steps_that_are_not_open_are_neither_offered_nor_taken(staff):
    for search in (unconfirmed(), ended()):
        page = staff.get(f"/staff/partners/{search.id}").text
        assert "What you can do" not in page
        answer = staff.get(f"/staff/partners/{search.id}/publish", follow_redirects=True)
        assert "The announcement has already moved on" in answer.text


def test_what_people_write_is_shown_as_text(staff):
    hostile = "<img src=x onerror=alert(1)>"
    search = submitted(title=hostile, text=hostile, organisation=hostile, name=hostile)
    for path in ("/staff/partners", f"/staff/partners/{search.id}"):
        assert hostile not in staff.get(path).text
    assert hostile not in staff.get(f"/staff/partners/{search.id}/correct").text

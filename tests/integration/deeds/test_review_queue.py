"""The office's queue: what waits, in which order, and one deed after the other on one page."""

import re
from datetime import timedelta
from html import unescape

from services.deeds.documents import Deed
from services.deeds.handlers import review, telling
from services.deeds.handlers.entries import keep_entry_of
from services.deeds.handlers.queue import Filter, count_tabs, find_rows
from shared import ambient
from shared.roles import Role
from tests.integration.deeds import deedbook as book
from tests.support.desk import Desk, hidden_fields
from tests.support.waiting import until

QUEUE = "/staff/deeds"
BAIT = '<script>alert("1")</script>'


def main(page):
    return page.split("<main")[1]


def helped(**changes):
    return telling.ask_help(
        book.draft(**changes), wish="Auttakaa!", name="Kaisa", email="k@kemi.example", language="fi"
    )


def titles(page):
    cells = re.findall(r'<a href="/staff/deeds[^"]*" lang="fi">([^<]+)</a>', page)
    return [cell.strip() for cell in cells]


def due(deed, days):
    moment = ambient.now() + timedelta(days=days)
    Deed._get_collection().update_one({"_id": deed.id}, {"$set": {"tasks.0.due_at": moment}})


def test_what_waits_for_the_office_is_there_and_nothing_else(staff):
    helped(title="Apua")
    book.draft(title="Oma luonnos")
    book.submitted(title="Uusi")
    book.change_submitted(changes={"title": "Päivitys"})
    book.leaving(title="Pois")
    book.returned(title="Kirjoittajalla")

    page = staff.get(QUEUE).text

    assert sorted(titles(page)) == ["Apua", "Pois", "Päivitys", "Uusi"]
    counts = count_tabs(Filter())
    assert (counts["todo"], counts["author"], counts["ended"]) == (4, 1, 0)


def test_a_draft_that_nobody_asked_help_with_is_its_authors_own(staff):
    deed = book.draft()

    assert staff.get(f"{QUEUE}/{deed.id}").status_code == 404
    assert staff.get(f"{QUEUE}/{deed.id}/help").status_code == 404
    assert deed.title not in main(staff.get(f"{QUEUE}?open={deed.id}").text)


def test_the_most_urgent_comes_first_and_lateness_is_said(staff):
    for title, days in (("Myöhemmin", 4), ("Myöhässä", -1), ("Huomenna", 1)):
        due(book.submitted(title=title), days)

    page = staff.get(QUEUE).text
    late = staff.get(f"{QUEUE}?overdue=yes").text

    assert titles(page) == ["Myöhässä", "Huomenna", "Myöhemmin"]
    assert main(page).count("tag-danger") == 1
    assert titles(late) == ["Myöhässä"] and "Overdue only" in late


SEARCHES = {
    "search=hävi": ["Hävikki"],
    "search=oulun": ["Kartta"],
    "search=TEKO-1": ["Hävikki"],
    "search=2": ["Kartta"],
    "search=.*": [],
    "sector=land_use": ["Kartta"],
    "state=change_submitted": [],
    "sort=title": ["Hävikki", "Kartta"],
    "sort=-title": ["Kartta", "Hävikki"],
    "tab=nothing&sort=nothing&page=x": ["Hävikki", "Kartta"],
}


def test_filters_and_order_are_in_the_address(staff):
    book.submitted(title="Hävikki")
    book.submitted(title="Kartta", organisation="Oulun kaupunki", sector="land_use")

    found = {query: titles(staff.get(f"{QUEUE}?{query}").text) for query in SEARCHES}

    assert found == SEARCHES


def test_the_spreadsheet_has_the_filtered_rows_the_decision_and_runs_nothing(staff):
    deed = book.submitted(title="=HYPERLINK(1)", organisation="@SUM(A1)")
    review.decline_deed(deed, grounds="Mainos.", by=book.STAFF)
    book.submitted(title="Toinen")

    answer = staff.get(f"{QUEUE}/export.csv?tab=ended")
    rows = answer.data.decode("utf-8-sig").splitlines()

    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(rows) == 2
    assert ";'=HYPERLINK(1);'@SUM(A1);" in rows[1]
    assert "Not published;Aino Asiantuntija;15 March 2027;Mainos." in rows[1]


def test_hostile_text_is_shown_as_text(staff):
    deed = book.submitted(title=BAIT, need=BAIT, organisation=BAIT, author={"name": BAIT})

    for path in (
        QUEUE,
        f"{QUEUE}?open={deed.id}",
        f"{QUEUE}/{deed.id}",
        f"{QUEUE}/{deed.id}/merge",
    ):
        page = main(staff.get(path).text)
        assert BAIT not in page and "&lt;script&gt;" in page
    assert "<img" not in main(staff.get(QUEUE, query_string={"search": '"><img src=x>'}).text)


def test_a_search_without_matches_offers_to_take_the_filters_away(staff):
    book.submitted()

    assert "No deed matches" in staff.get(f"{QUEUE}?search=zzz").text
    assert "There is no such page" in staff.get(f"{QUEUE}?page=9").text
    assert "Nothing here just now" in staff.get(f"{QUEUE}?tab=ended").text


class TestOnePage:
    """A person clears the morning's queue without leaving it."""

    @staticmethod
    def act(staff, page, **fields):
        answer = TestOnePage.press(staff, page, **fields)
        assert answer.request.path == QUEUE, main(answer.text)
        return answer.text

    @staticmethod
    def press(staff, page, **fields):
        action = re.search(r'<form class="form" method="post"[^>]* action="([^"]+)"', page)[1]
        return staff.post(unescape(action), hidden_fields(page), **fields)

    def test_each_step_leads_to_the_next_deed_until_none_is_left(self, staff):
        first, second, third = (book.submitted(title=f"Teko {name}") for name in "ABC")
        leaving = book.leaving(title="Pois")
        for days, deed in enumerate((first, second, third, leaving), 1):
            due(deed, days)

        page = staff.get(f"{QUEUE}?open={first.id}").text
        assert "Publish</h2>" in page
        page = self.act(staff, page, message="Hieno!")
        assert "TEKO-1 Teko A: Published." in page and 'id="open-title">' in page
        assert "Teko B</span></h2>" in page

        page = staff.get(f"{QUEUE}?open={second.id}&step=ask-more").text
        page = self.act(staff, page, sections=["story"], message="Lisää!")
        assert "Teko C</span></h2>" in page

        page = staff.get(f"{QUEUE}?open={third.id}&step=decline").text
        page = self.act(staff, page, grounds="Mainos.")
        assert "Pois</span></h2>" in page and "Toiminta on loppunut." in page

        page = staff.get(f"{QUEUE}?open={leaving.id}&step=take-down").text
        page = self.act(staff, page, reason="Sovittu.")
        assert "Everything that waited for the office has been dealt with." in page
        states = [Deed.objects.get(id=deed.id).state for deed in (first, second, third, leaving)]
        assert states == ["published", "returned", "declined", "taken_down"]

    def test_who_skips_one_is_not_brought_back_to_it(self, staff):
        deeds = [book.submitted(title=f"Teko {name}") for name in "ABC"]
        for days, deed in enumerate(deeds, 1):
            due(deed, days)

        page = self.act(staff, staff.get(f"{QUEUE}?open={deeds[1].id}").text)
        assert "Teko C</span></h2>" in page
        page = self.act(staff, page)
        assert "Teko A</span></h2>" in page

    def test_after_a_correction_the_same_deed_stays_open(self, staff):
        deed = book.submitted(title="Kirjotusvirhe")
        texts = {name: book.CONTENT[name] for name in ("need", "goal", "done", "organisation")}

        page = staff.get(f"{QUEUE}?open={deed.id}&step=correct").text
        page = self.act(staff, page, **texts, title="Kirjoitusvirhe")

        assert "Kirjoitusvirhe</span></h2>" in page and "Publish</h2>" in page

    def test_what_is_wrong_is_said_and_typed_text_kept_and_the_way_back_too(self, staff):
        deed = book.submitted()
        page = staff.get(f"{QUEUE}?open={deed.id}&step=ask-more").text

        wrong = self.press(staff, page, message="Mitä?")
        assert wrong.status_code == 422 and "Mitä?</textarea>" in wrong.text
        assert 'id="open-title"' in wrong.text
        done = self.act(staff, wrong.text, sections=["story"], message="Mitä?")

        assert "has been dealt with" in done


def test_an_auditor_reads_the_queue_and_has_no_button(app):
    auditor = Desk(app, Role.AUDITOR)
    deed = book.submitted()

    page = auditor.get(QUEUE).text
    opened = auditor.get(f"{QUEUE}?open={deed.id}").text

    assert deed.title in page and "one by one" not in page
    assert 'method="post"' not in main(opened)
    assert auditor.get(f"{QUEUE}/export.csv").status_code == 200


def test_others_do_not_get_in(app):
    for path in (QUEUE, f"{QUEUE}/export.csv"):
        assert app.test_client().get(path).location == f"/account/sign-in?next={path}"
        assert Desk(app, Role.EXPERT).get(path).status_code in (303, 403)


def test_pages_of_the_queue_follow_one_another(staff):
    for number in range(27):
        Deed(state="declined", number=number + 1, content=book.content()).save()

    total, rows = find_rows(Filter(tab="ended", sort="-reference"), 2, 25)

    assert (total, [row.deed.number for row in rows]) == (27, [2, 1])
    assert "page=2" in staff.get(f"{QUEUE}?tab=ended").text


def test_public_deeds_are_found_as_readers_find_them_and_by_number(staff):
    deeds = [
        book.published(title="Kotihoidon vuorot", need="-"),
        book.change_submitted(title="Kartta kuntalaisille", need="-", sector="land_use"),
    ]
    for deed in deeds:
        keep_entry_of(deed.id)
    until(lambda: count_tabs(Filter())["public"] == 2)

    def found(query):
        return sorted(titles(staff.get(f"{QUEUE}?tab=public&{query}").text))

    assert found("sort=title") == ["Kartta kuntalaisille", "Kotihoidon vuorot"]
    assert found("search=kuntalainen") == found("search=TEKO-2") == ["Kartta kuntalaisille"]
    assert found("sector=land_use") == ["Kartta kuntalaisille"]
    assert found("overdue=yes") == found("search=3") == []
    rows = staff.get(f"{QUEUE}/export.csv?tab=public").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 3

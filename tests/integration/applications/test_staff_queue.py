"""The office's queue: what is there, in which order, and what is nobody's business."""

import re
from html import unescape

import pytest

from services.applications.documents import Application
from tests.integration.applications import casebook

QUEUE = "/staff/applications"


def references(page):
    """The references of the table, from the top."""
    return re.findall(r">(SP-\d{4}-\d{4})</a>", page)


def counts(page):
    """Tab → its count."""
    tabs = re.search(r'<nav class="tabs".*?</nav>', page, re.S)[0]
    found = re.findall(r'>([^<]+?) <span class="count">(\d+)</span>', tabs)
    return {unescape(name.strip()): int(count) for name, count in found}


def test_every_state_has_its_tab_with_a_count(staff):
    for make in casebook.IN_STATE.values():
        make(business_id=f"{len(Application.objects):07d}-0")

    assert counts(staff.get(QUEUE).text) == {
        "Waiting for the office": 1,
        "To decide": 1,
        "With the applicant": 1,
        "With the expert": 1,
        "Choosing again": 1,
        "Agreed": 1,
        "Held": 1,
        "Ended": 3,
        "Mail not delivered": 0,
        "All": 9,
    }


def test_drafts_are_not_shown_nor_found(staff):
    casebook.draft(organisation="Salainen kunta")

    page = staff.get(f"{QUEUE}?tab=all&search=Salainen").text

    assert counts(page)["All"] == 0
    assert "No application matches" in page


def test_a_draft_has_no_page_for_the_office(staff):
    draft = casebook.draft()

    assert staff.get(f"{QUEUE}/{draft.id}").status_code == 404


def test_what_is_overdue_has_a_word_and_a_filter(staff):
    late = casebook.submitted()
    casebook.submitted(business_id="0110139-9")
    casebook.make_overdue(late)

    page = staff.get(QUEUE).text
    only_late = staff.get(f"{QUEUE}?overdue=yes").text

    assert len(re.findall(r"</svg>\s*Overdue</span>", page)) == 1
    assert references(page)[0] == late.reference  # by deadline, the earliest first
    assert references(only_late) == [late.reference]


@pytest.mark.parametrize(
    "search", ["kuopio", "0110139-9", "SP-%s-0002", "erkki@kuopio", "Erkki Esimerkki"]
)
def test_a_search_finds_by_organisation_id_reference_and_contact(staff, search):
    casebook.submitted()
    wanted = casebook.submitted(
        organisation="Kuopion kaupunki",
        business_id="0110139-9",
        name="Erkki Esimerkki",
        email="erkki@kuopio.example",
    )
    search = search.replace("%s", wanted.reference.split("-")[1])

    assert references(staff.get(QUEUE, query_string={"search": search}).text) == [wanted.reference]


def test_filters_narrow_by_theme_sector_and_round(staff):
    first = casebook.submitted(themes=["wellbeing"])
    second = casebook.submitted(business_id="0110139-9", sector="rescue")
    casebook.open_round(title="Toinen haku", opened=False)

    def shown(**query):
        return references(staff.get(QUEUE, query_string=query).text)

    assert shown(theme="wellbeing") == [first.reference]
    assert shown(sector="rescue") == [second.reference]
    assert shown(round=first.round_id) == [first.reference, second.reference]
    assert shown(round="no-such-round") == []


def test_a_chosen_filter_is_a_chip_that_takes_it_away(staff):
    casebook.submitted()

    page = staff.get(f"{QUEUE}?tab=all&sector=education&search=Porvoo").text

    chips = re.search(r'<ul class="chips".*?</ul>', page, re.S)[0]
    hrefs = [unescape(href) for href in re.findall(r'href="([^"]+)"', chips)]
    assert hrefs == [f"{QUEUE}?tab=all&sector=education", f"{QUEUE}?tab=all&search=Porvoo"]


def test_columns_sort_both_ways_and_say_so(staff):
    casebook.submitted(organisation="Åbo stad")
    casebook.submitted(organisation="aura", business_id="0110139-9")
    casebook.submitted(organisation="Espoo", business_id="0184278-7")

    up = staff.get(f"{QUEUE}?sort=organisation").text
    down = staff.get(f"{QUEUE}?sort=-organisation").text

    assert [text[-4:] for text in references(up)] == ["0002", "0003", "0001"]
    assert references(down) == references(up)[::-1]
    assert 'aria-sort="ascending"' in up and 'aria-sort="descending"' in down


@pytest.mark.parametrize("sort", ["reference", "state", "submitted", "deadline"])
def test_every_column_has_an_order_and_its_opposite(staff, sort):
    casebook.submitted()
    casebook.returned(business_id="0110139-9")

    up = references(staff.get(f"{QUEUE}?tab=all&sort={sort}").text)
    down = references(staff.get(f"{QUEUE}?tab=all&sort=-{sort}").text)

    assert len(up) == 2 and down == up[::-1]


def test_what_waits_for_nobody_comes_last_by_deadline(staff):
    done = casebook.held()
    waiting = casebook.submitted(business_id="0110139-9")

    for sort in ("deadline", "-deadline"):
        page = staff.get(f"{QUEUE}?tab=all&sort={sort}").text
        assert references(page) == [waiting.reference, done.reference]


def test_a_long_queue_has_pages_that_keep_the_filters(staff):
    for number in range(27):
        casebook.submitted(business_id=f"{number:07d}-0")

    first = staff.get(f"{QUEUE}?sector=education")
    second = staff.get(f"{QUEUE}?sector=education&page=2")

    assert (len(references(first.text)), len(references(second.text))) == (25, 2)
    assert not set(references(first.text)) & set(references(second.text))
    assert "/staff/applications?sector=education&amp;page=2" in first.text


def test_a_page_that_is_not_there_leads_back(staff):
    casebook.submitted()

    assert "There is no such page" in staff.get(f"{QUEUE}?page=9").text


def test_the_spreadsheet_has_the_filtered_rows_and_runs_nothing(staff):
    casebook.submitted(organisation="=HYPERLINK(1)", unit="@SUM(A1)")
    casebook.submitted(organisation="Kuopio", business_id="0110139-9", sector="rescue")

    answer = staff.get(f"{QUEUE}/export.csv?sector=education")

    rows = answer.data.decode("utf-8-sig").splitlines()
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(rows) == 2
    assert ";'=HYPERLINK(1);'@SUM(A1);" in rows[1]


def test_hostile_text_is_shown_as_text(staff):
    bait = '<script>alert("1")</script>'
    case = casebook.submitted(organisation=bait, unit="{{ 7*7 }}")

    for path in (QUEUE, f"{QUEUE}/{case.id}", f"{QUEUE}/{case.id}/reject"):
        page = staff.get(path).text
        assert bait not in page and "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in staff.get(QUEUE).text


def test_a_hostile_search_comes_back_as_text(staff):
    page = staff.get(QUEUE, query_string={"search": '"><img src=x onerror=1>', "tab": "'"}).text

    assert "<img" not in page.split("<main")[1]

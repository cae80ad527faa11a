"""The morning's queue: one application after the other is decided on one page."""

import re
from html import unescape
from urllib.parse import urlsplit

from shared.web.fields import numeric_date
from tests.integration.applications import casebook
from tests.support.desk import hidden_fields

QUEUE = "/staff/applications"


def open_at(case, **query):
    asked = "".join(f"&{name}={value}" for name, value in query.items())
    return f"{QUEUE}?tab=decide&open={case.id}{asked}"


def desk_of(page):
    return page[page.index('<div class="desk">') :]


def send(staff, address, follow=True, **fields):
    """Press the button of the form that stands open at the address."""
    page = desk_of(staff.get(address).text)
    target = re.search(r'<form class="form" method="post" novalidate action="([^"]+)"', page)[1]
    hidden = {name: unescape(value) for name, value in hidden_fields("<main" + page).items()}
    return staff.client.post(unescape(target), data={**hidden, **fields}, follow_redirects=follow)


def granting(case, **changes):
    given = {
        "days": str(case.days),
        "expert": case.expert["id"],
        "date": numeric_date(case.day),
        "start_time": "9.00",
        "grounds": "Yhteistoiminnallinen.",
    }
    return given | changes


def opened(page):
    found = re.search(r'<h2 id="open-title">([^<]+)</h2>', page)
    return found and found[1]


def test_the_queue_is_cleared_on_one_page_from_the_first_to_the_last(staff):
    first = casebook.submitted()
    second = casebook.submitted(organisation="Kuopion kaupunki", business_id="0110139-9")
    third = casebook.submitted(organisation="Espoon kaupunki", business_id="0184278-7")

    granted = send(staff, open_at(first), **granting(first))
    rejected = send(staff, open_at(second, step="reject"), grounds="Ei sovi.")
    asked = send(
        staff,
        open_at(third, step="ask-more"),
        sections="need",
        message="Mihin pyritte?",
        answer_by=numeric_date(casebook.workday(5)),
    )

    pages = (granted, rejected, asked)
    assert {urlsplit(page.request.full_path).path for page in pages} == {QUEUE}
    assert [opened(page.text) for page in pages] == ["Kuopion kaupunki", "Espoon kaupunki", None]
    assert f"{first.reference} Porvoon kaupunki: Granted and ordered." in desk_of(granted.text)
    assert "All applications in this group have been dealt with." in asked.text
    assert [casebook.stored(case).state for case in (first, second, third)] == [
        "ordered",
        "rejected",
        "returned",
    ]


def test_what_is_wrong_is_told_beside_the_list_and_nothing_typed_is_lost(staff):
    case = casebook.submitted()

    answer = send(staff, open_at(case), **granting(case, date="31.2.2027"))

    assert answer.status_code == 422
    assert opened(answer.text) == "Porvoon kaupunki"
    assert 'value="31.2.2027"' in answer.text and "Yhteistoiminnallinen." in answer.text
    assert casebook.stored(case).state == "submitted"


def test_the_mails_are_shown_beside_the_list_before_anything_is_sent(staff):
    case = casebook.submitted()

    answer = send(staff, open_at(case), show_mails="yes", **granting(case))

    assert opened(answer.text) == "Porvoon kaupunki"
    assert 'action="/staff/mails/preview"' in answer.text
    assert casebook.stored(case).state == "submitted"


def test_another_expert_is_asked_about_beside_the_list(staff):
    case = casebook.submitted()

    answer = send(staff, open_at(case), **granting(case, expert="olli"))

    assert "You chose another expert" in desk_of(answer.text)
    assert casebook.stored(case).state == "submitted"


def test_one_without_cooperation_opens_with_what_can_be_done(staff):
    case = casebook.submitted(personnel=0)

    page = desk_of(staff.get(open_at(case)).text)

    assert '<h2 id="decide-title">Ask for more information</h2>' in page
    assert "Grant the sparring:</strong> Sparring can be granted only when both" in page


def test_a_case_that_somebody_else_decided_meanwhile_says_so(staff):
    case = casebook.submitted()
    page = desk_of(staff.get(open_at(case)).text)
    casebook.grant(case)

    answer = staff.client.post(
        open_at(case, step="grant"), data={**hidden_fields("<main" + page), **granting(case)}
    )

    assert answer.status_code == 409
    assert "Nothing has been saved" in answer.text and "Yhteistoiminnallinen." in answer.text


def test_a_call_that_waits_stands_in_the_morning_queue(staff):
    case = casebook.ordered()
    casebook.submitted(organisation="Kuopio", business_id="0110139-9")
    quiet = casebook.agreed(business_id="0184278-7")
    casebook.escalated(case)

    page = staff.get(QUEUE).text
    noted = send(staff, f"{QUEUE}?open={case.id}&step=called", note="Vastaa huomenna.")

    assert "Call: no answer to reminders" in page
    assert quiet.reference not in page
    assert opened(noted.text) == "Kuopio"
    assert casebook.stored(case).tasks == []


def test_an_auditor_reads_and_cannot_press(staff, auditor):
    case = casebook.submitted()

    page = auditor.get(open_at(case)).text

    assert 'id="decide"' not in page
    assert "Go through these one by one" not in auditor.get(QUEUE).text
    assert auditor.client.post(open_at(case, step="reject")).status_code in (400, 403)


def test_one_that_is_gone_leaves_the_list(staff):
    case = casebook.submitted()

    page = staff.get(f"{QUEUE}?tab=decide&open=0123456789abcdef0123456789abcdef").text

    assert opened(page) is None and case.reference in page


def test_hostile_text_stands_beside_the_list_as_text(staff):
    bait = '<script>alert("1")</script>'
    case = casebook.submitted(organisation=bait, unit=bait)

    page = staff.get(open_at(case)).text

    assert bait not in page and "&lt;script&gt;" in page

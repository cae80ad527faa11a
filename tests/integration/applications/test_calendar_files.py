"""The agreed day as a file for one's calendar, on the pages of both parties."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.applications.documents import Application
from services.applications.handlers import orders
from services.notifications.mails import to_applicant
from shared.calendar_entry import as_ics
from shared.contracts.base import contract_for
from shared.messaging.outbox import event_of
from tests.integration.applications import casebook
from tests.integration.applications.applicant import Applicant

SIDES = ("status", "order")
HELSINKI = ZoneInfo("Europe/Helsinki")
HOSTILE = "Kunta\r\nATTENDEE:mailto:x@evil.example; \\n, <b>Oy</b>"


@pytest.fixture
def applicant(app, book):
    return Applicant(app)


def page_of(applicant, case, side):
    case = Application.objects.get(id=case.id)
    return applicant.status_link(case) if side == "status" else applicant.order_link(case)


def downloaded(applicant, case, side):
    """The file as a calendar program reads it: the calendar and its one entry."""
    answer = applicant.get(f"{page_of(applicant, case, side)}/calendar.ics")
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8; method=PUBLISH"
    assert "sparraus.ics" in answer.headers["Content-Disposition"]
    calendar = Calendar.from_ical(answer.data)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def mailed(case, settings):
    """The entry that the newest step about the day mailed to the contact person."""
    case = Application.objects.get(id=case.id)
    (told,) = [step for step in case.history if step["action"] in ("accept", "move")][-1:]
    event = event_of(Application, case.id, told)
    event = replace(event, data=contract_for(event.type).read(event.data))
    builder = to_applicant.moved if told["action"] == "move" else to_applicant.accepted
    return Calendar.from_ical(as_ics(builder(event, settings).calendar)).walk("VEVENT")[0]


@pytest.mark.parametrize("side", SIDES)
def test_both_parties_add_the_agreed_day_to_their_calendars(applicant, book, side):
    case = book.agreed()
    assert "/calendar.ics" in applicant.get(page_of(applicant, case, side)).text
    calendar, entry = downloaded(applicant, case, side)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(entry["STATUS"]) == "CONFIRMED"
    start = datetime.fromisoformat(f"{case.date}T09:00").replace(tzinfo=HELSINKI)
    assert entry.decoded("DTSTART") == start
    assert entry.decoded("DTEND") == start + timedelta(hours=6)
    assert "ATTENDEE" not in entry
    assert str(entry["SUMMARY"]) == "Sparring day: Porvoon kaupunki, Varhaiskasvatus"
    assert "Expert: Liisa Luotsi, Luotsi Oy" in str(entry["DESCRIPTION"])


@pytest.mark.parametrize("side", SIDES)
def test_it_is_the_entry_that_was_mailed_and_follows_the_day(applicant, book, settings, side):
    case = book.agreed()
    for _ in range(2):
        file, mail = downloaded(applicant, case, side)[1], mailed(case, settings)
        for name in ("UID", "SEQUENCE", "DTSTART", "DTSTAMP"):
            assert file[name].to_ical() == mail[name].to_ical()
        case = orders.move_day(
            case,
            date=casebook.workday(30),
            start_time="12:30",
            reason="Sairastuminen",
            by=casebook.STAFF,
            expected_version=Application.objects.get(id=case.id).version,
        )
    _, moved = downloaded(applicant, case, side)
    assert moved["SEQUENCE"] > file["SEQUENCE"]


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("state", ["ordered", "cancelled", "held"])
def test_without_an_agreed_day_there_is_no_file(applicant, book, side, state):
    case = book.IN_STATE[state]()
    page = page_of(applicant, case, side)
    assert "calendar.ics" not in applicant.get(page).text
    assert applicant.get(f"{page}/calendar.ics").status_code == 404


def test_a_link_of_another_purpose_or_a_former_expert_gets_none(applicant, book):
    case = book.agreed()
    status, order = (page_of(applicant, case, side) for side in SIDES)
    crossed = status.replace("/status/", "/order/"), order.replace("/order/", "/status/")
    assert [applicant.get(f"{page}/calendar.ics").status_code for page in crossed] == [404, 404]
    former = applicant.link("order", case, "entinen@experts.example", str(case.order))
    assert applicant.get(f"{former}/calendar.ics").status_code == 410
    earlier = applicant.link("order", case, case.expert["email"], str(case.order - 1))
    assert applicant.get(f"{earlier}/calendar.ics").status_code == 410


@pytest.mark.parametrize(
    ("language", "summary"),
    [("fi", "Sparrauspäivä: "), ("sv", "Sparringsdag: "), ("en", "Sparring day: ")],
)
def test_it_speaks_the_reader_s_language_and_nobody_writes_lines_into_it(
    app, book, language, summary
):
    applicant, case = Applicant(app, language), book.agreed()
    Application.objects(id=case.id).update(set__organisation=HOSTILE, set__unit="")
    _, entry = downloaded(applicant, case, "status")
    assert str(entry["SUMMARY"]).startswith(summary + "Kunta")
    assert "ATTENDEE" not in entry

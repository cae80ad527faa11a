"""The calendar entry, read as a calendar program reads it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services.notifications.mails import to_applicant, to_expert
from shared.calendar_entry import as_ics
from tests.support.events import event
from tests.support.settings import make_settings

HELSINKI = ZoneInfo("Europe/Helsinki")
SETTINGS = make_settings()


def read(mail):
    calendar = Calendar.from_ical(as_ics(mail.calendar))
    return calendar, calendar.walk("VEVENT")[0]


def accepted(**changes):
    return read(to_applicant.accepted(event("application.order_accepted.v1", **changes), SETTINGS))


def test_the_agreed_day_is_six_hours_from_its_start_in_finnish_time():
    calendar, entry = accepted()
    assert str(calendar["METHOD"]) == "REQUEST"
    assert entry.decoded("DTSTART") == datetime(2027, 3, 11, 9, 0, tzinfo=HELSINKI)
    assert entry["DTSTART"].params["TZID"] == "Europe/Helsinki"
    assert entry.decoded("DTEND") - entry.decoded("DTSTART") == timedelta(hours=6)
    assert str(entry["STATUS"]) == "CONFIRMED"


def test_the_time_zone_is_told_for_programs_that_have_no_list():
    zone = accepted()[0].walk("VTIMEZONE")[0]
    assert str(zone["TZID"]) == "Europe/Helsinki"
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_a_day_in_summer_time_keeps_its_clock_time():
    _, entry = accepted(application={"date": "2027-06-10", "start_time": "12:30"})
    assert entry.decoded("DTSTART").isoformat() == "2027-06-10T12:30:00+03:00"


def test_both_parties_attend_and_the_office_organises():
    _, entry = accepted()
    assert str(entry["ORGANIZER"]) == "mailto:toimisto@kunteko.example"
    assert [str(one) for one in entry["ATTENDEE"]] == [
        "mailto:maija.meikalainen@porvoo.example",
        "mailto:petri.sparraaja@tyontaito.example",
    ]


def test_a_moved_day_updates_the_same_entry():
    _, first = accepted()
    happened = event("application.day_moved.v1", sequence=6)
    for builder in (to_applicant.moved, to_expert.moved_expert):
        calendar, entry = read(builder(happened, SETTINGS))
        assert str(calendar["METHOD"]) == "REQUEST"
        assert entry["UID"] == first["UID"]
        assert int(entry["SEQUENCE"]) > int(first["SEQUENCE"])
        assert entry.decoded("DTSTART").date().isoformat() == "2027-03-30"


@pytest.mark.parametrize(
    ("event_type", "builder"),
    [
        ("application.day_cancelled.v1", to_applicant.cancelled),
        ("application.day_cancelled.v1", to_expert.cancelled_expert),
        ("application.withdrawn.v1", to_applicant.withdrawal),
        ("application.withdrawn.v1", to_expert.withdrawal_expert),
    ],
)
def test_a_day_that_falls_away_takes_its_entry_with_it(event_type, builder):
    _, first = accepted()
    calendar, entry = read(builder(event(event_type, sequence=7), SETTINGS))
    assert str(calendar["METHOD"]) == "CANCEL"
    assert str(entry["STATUS"]) == "CANCELLED"
    assert entry["UID"] == first["UID"]
    assert int(entry["SEQUENCE"]) == 7


def test_a_withdrawal_before_the_day_was_agreed_cancels_no_entry():
    withdrawn = event("application.withdrawn.v1", had_order=True, was_agreed=False)
    assert to_applicant.withdrawal(withdrawn, SETTINGS).calendar is None
    assert to_expert.withdrawal_expert(withdrawn, SETTINGS).calendar is None


def test_the_next_expert_gets_an_entry_of_its_own():
    _, first = accepted()
    _, second = accepted(application={"order": 2})
    assert first["UID"] != second["UID"]


def test_names_and_places_with_marks_survive():
    words = 'Kunta; "A", B\\C\nrivi 😀'
    calendar, entry = accepted(application={"organisation": words, "unit": "", "place": words})
    assert str(entry["SUMMARY"]) == f"Sparrauspäivä: {words}"
    assert str(entry["LOCATION"]) == f"Paikan päällä, {words}"
    assert len(calendar.walk("VEVENT")) == 1


def test_the_same_event_always_gives_the_same_bytes():
    happened = event("application.order_accepted.v1")
    first, second = (to_applicant.accepted(happened, SETTINGS) for _ in range(2))
    assert as_ics(first.calendar) == as_ics(second.calendar)

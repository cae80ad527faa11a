"""The calendar entry of an agreed sparring day, as programs take it from a mail or a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from shared.ambient import HELSINKI
from shared.settings import Settings

# PUBLISH is for a file that somebody takes from a page: it asks for no answer, and names no
# attendees (RFC 5546, 3.2.1)
REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
FILENAMES = {REQUEST: "sparraus.ics", CANCEL: "peruutus.ics", PUBLISH: "sparraus.ics"}
SPARRING_DAY = timedelta(hours=6)


@dataclass(frozen=True)
class Attendee:
    name: str
    email: str


@dataclass(frozen=True)
class CalendarEntry:
    """`uid` stays the same for one case and order; a program takes the highest `sequence`.

    made_at is the moment of the event, so that the same event always gives the same bytes.
    """

    method: str
    uid: str
    sequence: int
    made_at: datetime
    date: date
    start_time: str
    summary: str
    description: str
    location: str
    organizer: Attendee
    attendees: tuple[Attendee, ...]

    @property
    def filename(self) -> str:
        return FILENAMES[self.method]


def starts_at(day: date, start_time: str) -> datetime:
    """The Finnish moment; `start_time` as HH:MM."""
    return datetime.combine(day, time.fromisoformat(start_time), HELSINKI)


def uid_of(settings: Settings, case_id: str, order: int) -> str:
    return f"{case_id}-{order}@{urlsplit(settings.base_url).hostname}"


def as_ics(entry: CalendarEntry) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Kunteko//Sparring//FI")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(_finnish_time(entry.date.year))
    calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _finnish_time(year: int) -> Timezone:
    # clients without a time zone list read the rules from the entry itself
    return Timezone.from_tzid(
        "Europe/Helsinki", first_date=date(year - 1, 1, 1), last_date=date(year + 1, 12, 31)
    )


def _event(entry: CalendarEntry) -> Event:
    start = starts_at(entry.date, entry.start_time)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.made_at)
    event.add("dtstart", start)
    event.add("dtend", start + SPARRING_DAY)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.location:
        event.add("location", entry.location)
    event.add("status", "CANCELLED" if entry.method == CANCEL else "CONFIRMED")
    event.add("organizer", _address(entry.organizer))
    for attendee in entry.attendees:
        event.add("attendee", _attendee(attendee), encode=False)
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["cn"] = vText(person.name.replace('"', "'"))
    return address


def _attendee(person: Attendee) -> vCalAddress:
    address = _address(person)
    address.params["role"] = vText("REQ-PARTICIPANT")
    # both have agreed already: no calendar program needs to ask them again
    address.params["partstat"] = vText("ACCEPTED")
    address.params["rsvp"] = vText("FALSE")
    return address

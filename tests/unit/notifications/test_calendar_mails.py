"""The mails of an agreed day as a calendar program takes them from the post."""

from datetime import timedelta
from email import message_from_bytes, policy
from itertools import permutations

import pytest
from icalendar import Calendar

from services.notifications.handlers.queueing import attached
from services.notifications.mails import to_applicant, to_expert
from services.notifications.mime import Envelope, as_bytes
from services.notifications.rendering import frame_of
from shared.contracts import applications
from tests.support.events import event
from tests.support.mails import render
from tests.support.settings import make_settings

SETTINGS = make_settings()
STORY = [
    (applications.OrderAccepted.type, to_applicant.accepted, to_expert.accepted_expert),
    (applications.DayMoved.type, to_applicant.moved, to_expert.moved_expert),
    (applications.DayCancelled.type, to_applicant.cancelled, to_expert.cancelled_expert),
]


def posted(mail):
    """The mail as it travels, read again."""
    envelope = Envelope(mail.to.name, mail.to.email, "<m@x.example>")
    files = attached(mail)
    raw = as_bytes(render(mail, SETTINGS), frame_of(mail), files, envelope, SETTINGS)
    return message_from_bytes(raw, policy=policy.default)


def invitation(letter):
    """What Outlook and Gmail take: the text/calendar beside text and HTML."""
    return next(
        part
        for part in letter.walk()
        if part.get_content_type() == "text/calendar" and not part.get_filename()
    )


def file_of(letter):
    return next(part for part in letter.iter_attachments() if part.get_filename())


def source_of(part):
    return part.get_payload(decode=True)


def mails(side, **changes):
    """The three mails of the story to one side: 1 applicant, 2 expert."""
    return [
        posted(row[side](event(row[0], sequence=number, **changes), SETTINGS))
        for number, row in enumerate(STORY, 5)
    ]


class CalendarProgram:
    """Keeps entries by UID; of each the newest SEQUENCE; a cancelled one is shown no more."""

    def __init__(self):
        self.known = {}

    def take(self, letter):
        calendar = Calendar.from_ical(source_of(invitation(letter)))
        (entry,) = calendar.walk("VEVENT")
        known = self.known.get(str(entry["UID"]))
        if known is None or int(entry["SEQUENCE"]) > int(known[1]["SEQUENCE"]):
            self.known[str(entry["UID"])] = (str(calendar["METHOD"]), entry)

    @property
    def days(self):
        shown = [entry for method, entry in self.known.values() if method == "REQUEST"]
        return [entry.decoded("DTSTART").isoformat() for entry in shown]


@pytest.mark.parametrize("side", [1, 2])
def test_the_invitation_and_its_file_are_the_same_and_name_their_method(side):
    for letter, method in zip(mails(side), ("REQUEST", "REQUEST", "CANCEL"), strict=True):
        part, file = invitation(letter), file_of(letter)
        assert source_of(part).replace(b"\r\n", b"\n") == source_of(file).replace(b"\r\n", b"\n")
        assert part.get_param("method") == file.get_param("method") == method
        assert part.get_content_charset() == "utf-8"
        assert str(Calendar.from_ical(source_of(file))["METHOD"]) == method
        name = "sparraus.ics" if method == "REQUEST" else "peruutus.ics"
        assert file.get_filename() == name


def test_the_invitation_is_an_alternative_to_the_text_and_the_last_one():
    letter = mails(1)[0]
    alternative = next(part for part in letter.walk() if "alternative" in part.get_content_type())
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]


@pytest.mark.parametrize("side", [1, 2])
def test_accepted_moved_and_cancelled_are_one_entry_whose_number_rises(side):
    entries = [Calendar.from_ical(source_of(invitation(m))).walk("VEVENT")[0] for m in mails(side)]
    assert len({str(entry["UID"]) for entry in entries}) == 1
    assert [int(entry["SEQUENCE"]) for entry in entries] == [5, 6, 7]
    assert [str(entry["STATUS"]) for entry in entries] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_the_mails_come_the_cancelled_day_is_gone(order):
    program, letters = CalendarProgram(), mails(1)
    for number in order:
        program.take(letters[number])
    assert program.days == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (1, 0, 1)])
def test_the_moved_day_stands_though_the_first_invitation_comes_late(order):
    program, letters = CalendarProgram(), mails(2)
    for number in order:
        program.take(letters[number])
    assert program.days == ["2027-03-30T09:00:00+03:00"]


def entry_of(**application):
    happened = event("application.order_accepted.v1", application=application)
    source = source_of(file_of(posted(to_applicant.accepted(happened, SETTINGS))))
    return source, Calendar.from_ical(source).walk("VEVENT")[0]


@pytest.mark.parametrize(
    ("day", "start"),
    [
        ("2027-03-27", "2027-03-27T09:00:00+02:00"),
        ("2027-03-28", "2027-03-28T09:00:00+03:00"),  # clocks go forward this morning
        ("2027-10-30", "2027-10-30T09:00:00+03:00"),
        ("2027-10-31", "2027-10-31T09:00:00+02:00"),  # and back this one
    ],
)
def test_a_day_beside_the_change_of_clocks_keeps_its_hours(day, start):
    _, entry = entry_of(date=day)
    assert entry.decoded("DTSTART").isoformat() == start
    assert entry.decoded("DTEND") - entry.decoded("DTSTART") == timedelta(hours=6)


def test_lines_are_folded_and_ended_as_the_standard_asks():
    words = "Työyhteisön kehittämisyöpäivä äö " * 20
    source, entry = entry_of(organisation=words, place=words)
    assert source.count(b"\n") == source.count(b"\r\n")
    assert max(len(line) for line in source.split(b"\r\n")) <= 75
    assert str(entry["LOCATION"]).endswith(words)
    for line in source.split(b"\r\n"):
        line.decode("utf-8")  # no letter is cut in two


def test_of_two_days_the_entry_is_the_agreed_one_and_says_so():
    """A sparring of two days has one agreed day; the parties agree on the other on it."""
    _, entry = entry_of(days=2)
    assert entry.decoded("DTEND").date() == entry.decoded("DTSTART").date()
    assert "Sparrausta yhteensä 2 päivää. Tämä merkintä koskee ensimmäistä päivää." in str(
        entry["DESCRIPTION"]
    )
    assert "yhteensä" not in str(entry_of(days=1)[1]["DESCRIPTION"])

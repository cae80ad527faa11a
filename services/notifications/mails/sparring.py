"""A sparring case as its mails tell it: facts, links and the calendar entry, in one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.notifications import phrases
from services.notifications.mails.mail import Addressee, Mail, address_of
from services.notifications.texts import fill, words_in
from shared.ambient import HELSINKI
from shared.calendar_entry import Attendee, CalendarEntry, uid_of
from shared.links import make_link
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings
from shared.vocabulary import SECTORS, names_in


class SparringCase:
    """What an event of an application says, told to one of its parties."""

    def __init__(self, event: Event, settings: Settings, to: Addressee) -> None:
        self.event = event
        self.settings = settings
        self.to = to
        self.language = to.language
        self.words = words_in(to.language)
        self.facts: dict[str, Any] = event.data["application"]
        self.expert: dict[str, Any] = self.facts["expert"] or {}

    # -- links

    def _link(self, purpose: str, path: str, recipient: str, step: str = "") -> str:
        token = make_link(self.settings, purpose, self.facts["id"], recipient, step)
        return address_of(self.settings, f"{path}/{token}", self.language)

    @property
    def status_link(self) -> str:
        return self._link("status", "/sparring/status", self.facts["contact"]["email"])

    @property
    def order_link(self) -> str:
        step = str(self.facts["order"])
        return self._link("order", "/sparring/order", self.expert["email"], step)

    @property
    def feedback_link(self) -> str:
        return self._link("feedback", "/sparring/feedback", "")

    # -- facts

    @property
    def applicant(self) -> str:
        return ", ".join(filter(None, (self.facts["organisation"], self.facts["unit"])))

    @property
    def expert_name(self) -> str:
        return ", ".join(filter(None, (self.expert.get("name"), self.expert.get("company"))))

    @property
    def days(self) -> str:
        return phrases.day_count(self.facts["days"], self.language)

    @property
    def time(self) -> str:
        return self.time_of(self.facts["date"], self.facts["start_time"])

    def time_of(self, day: Any, start_time: str) -> str:
        return phrases.sparring_time(day, start_time, self.language)

    @property
    def place(self) -> str:
        mode = self.words.get("mode." + self.facts["mode"], "")
        return ", ".join(filter(None, (mode, self.facts["place"])))

    def rows(self, *names: str, **given: str) -> tuple[tuple[str, str], ...]:
        """(label, value) of the named facts in this order; those without a value are left out."""
        facts = self.facts
        values = {
            "applicant": self.applicant,
            "client": self.applicant,
            "business_id": facts["business_id"],
            "sector": names_in(SECTORS, self.language).get(facts["sector"], ""),
            "days": self.days,
            "days_granted": self.days,
            "days_applied": self.days,
            "expert": self.expert_name,
            "expert_contact": reached_at(self.expert),
            "time": self.time,
            "time_new": self.time,
            "time_preliminary": self.time,
            "place": self.place,
            "themes": "\n".join(theme["names"][self.language] for theme in facts["themes"]),
            "participants": phrases.heads_by_group(facts["participants"], self.language),
            "contact": "\n".join(
                filter(None, (facts["contact"]["name"], reached_at(facts["contact"])))
            ),
            **given,
        }
        return tuple((self.words["row." + name], values[name]) for name in names if values[name])

    # -- the mail

    def mail(
        self,
        template: str,
        *,
        rows: tuple[tuple[str, str], ...] = (),
        link: str = "",
        lists: Mapping[str, tuple[str, ...]] | None = None,
        calendar: str = "",
        **values: str,
    ) -> Mail:
        """`calendar`: the METHOD of the entry to carry, none when no date is agreed."""
        common = {
            "name": self.to.name,
            "reference": self.facts["reference"],
            "organisation": self.facts["organisation"],
            "expert": self.expert.get("name", ""),
            "days": self.days,
            "date_short": phrases.short_date(self.facts["date"], self.language),
            "situation": self.facts["situation"],
            "goal": self.facts["goal"],
        }
        return Mail(
            template=template,
            to=self.to,
            about=self.facts["id"],
            reference=self.facts["reference"],
            values=common | values,
            lists=lists or {},
            rows=rows,
            link=link,
            calendar=self.calendar_entry(calendar) if calendar and self.facts["date"] else None,
        )

    def calendar_entry(self, method: str) -> CalendarEntry:
        facts, words, settings = self.facts, self.words, self.settings
        contact = Attendee(facts["contact"]["name"], facts["contact"]["email"])
        expert = Attendee(self.expert["name"], self.expert["email"])
        lines = [
            fill(words["calendar.days"], {"days": self.days}) if facts["days"] > 1 else "",
            fill(words["calendar.expert"], {"expert": self.expert_name}),
            fill(words["calendar.contact"], {"contact": f"{contact.name}, {contact.email}"}),
            fill(words["reference"], {"reference": facts["reference"]}),
        ]
        return CalendarEntry(
            method=method,
            uid=uid_of(settings, facts["id"], facts["order"]),
            sequence=self.event.sequence,
            made_at=self.event.time,
            date=facts["date"],
            start_time=facts["start_time"],
            summary=fill(words["calendar.summary"], {"organisation": self.applicant}),
            description="\n".join(filter(None, lines)),
            location=self.place,
            organizer=Attendee(settings.office_name, settings.office_email),
            attendees=(contact, expert),
        )

    @property
    def decided_on(self) -> str:
        day = self.event.time.astimezone(HELSINKI).date()
        return phrases.short_date(day, self.language)


def reached_at(person: Mapping[str, Any]) -> str:
    return "\n".join(filter(None, (person.get("email"), person.get("phone"))))


def _told(event: Event, settings: Settings, person: Mapping[str, Any], role: Role) -> SparringCase:
    to = Addressee(person["name"], person["email"], person["language"], role)
    return SparringCase(event, settings, to)


def to_applicant(event: Event, settings: Settings) -> SparringCase:
    return _told(event, settings, event.data["application"]["contact"], Role.APPLICANT)


def to_expert(event: Event, settings: Settings) -> SparringCase:
    """Raises TypeError when the case has no expert: such an event has no expert to tell."""
    return _told(event, settings, event.data["application"]["expert"], Role.EXPERT)

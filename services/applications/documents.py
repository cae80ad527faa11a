"""Thin documents of the applications service and their indexes."""

from __future__ import annotations

from datetime import date as calendar_date
from datetime import datetime
from typing import Any, ClassVar

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    IntField,
    ListField,
    StringField,
)

from services.applications.workflow import ACTIVE, OPEN, ROUND, SPARRING, THEME, day_of
from shared import ambient
from shared.counters import count_on
from shared.migrations.stored import Stored
from shared.workflow.case import Case
from shared.workflow.morning import Morning

SERVICE = "applications"
GROUPS = ("management", "supervisors", "personnel", "users")


class Application(Case):
    """A sparring application from draft to held day. Dates are ISO text, days whole days."""

    workflow = SPARRING
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "applications",
        "indexes": [
            "state",
            "business_id",
            "round_id",
            {"fields": ["mails.state"], "sparse": True},
            {"fields": ["reference"], "sparse": True, "unique": True},
        ],
    }

    reference = StringField()
    round_id = StringField(required=True)
    language = StringField(default="fi")  # of the form; the contact's own is in `contact`
    owner = StringField(default="")  # the API token's name, for applications made through the API
    organisation = StringField(default="")
    unit = StringField(default="")
    business_id = StringField(default="")
    sector = StringField(default="")
    contact = DictField()
    situation = StringField(default="")
    goal = StringField(default="")
    themes = ListField(StringField())
    theme_names = ListField(DictField())
    participants = DictField()
    days = IntField()
    mode = StringField(default="")
    place = StringField(default="")
    date = StringField()
    start_time = StringField()
    expert = DictField()
    order = IntField(default=0)
    filled = ListField(StringField())  # sections that have been saved
    submitted_at = DateTimeField()
    request = DictField()  # what staff asked for last: sections, message, answer_by, before
    decision = DictField()  # outcome, days, grounds, by, at
    reservation = StringField(default="")  # of days in the round, see handlers/budget.py
    report = DictField()  # held_on, hours, took_part, summary
    feedback = ListField(DictField())
    mails = ListField(DictField())  # read model: which mail went to whom; written by consumers only

    @property
    def is_cooperative(self) -> bool:
        """Management and personnel representatives both take part (domain: eligibility)."""
        return bool(self.participants.get("management") and self.participants.get("personnel"))

    @property
    def day(self) -> calendar_date | None:
        return day_of(self.date)

    def facts(self) -> dict[str, Any]:
        application = {
            name: getattr(self, name)
            for name in (
                *("id", "state", "organisation", "unit", "business_id", "sector", "situation"),
                *("goal", "contact", "days", "mode", "place", "start_time", "order"),
            )
        }
        application |= {
            "reference": self.reference or "",
            "themes": self.theme_names,
            "participants": {group: self.participants.get(group, 0) for group in GROUPS},
            "expert": dict(self.expert) or None,
            "date": self.day,
            "start_time": self.start_time or "09:00",
            "cooperative": self.is_cooperative,
        }
        return {"application": application}


class Round(Case):
    """An application round. `reservations` are keyed by application: see handlers/budget.py."""

    workflow = ROUND
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "rounds",
        "indexes": ["state"],
    }

    title = DictField()
    notice = DictField()
    opens_at = DateTimeField(required=True)
    closes_at = DateTimeField(required=True)
    budget_days = IntField(required=True)
    days_per_organisation = IntField(required=True)
    reserved = IntField(default=0)
    by_organisation = DictField()  # business id → days reserved
    reservations = ListField(DictField())  # {id, application, business_id, days, at}

    @property
    def days_left(self) -> int:
        return max(0, self.budget_days - self.reserved)

    def takes_applications(self, now: datetime) -> bool:
        return self.state == OPEN and self.opens_at <= now < self.closes_at

    def facts(self) -> dict[str, Any]:
        names = ("id", "state", "title", "notice", "opens_at", "closes_at")
        return {
            "round": {name: getattr(self, name) for name in names}
            | {
                "budget_days": self.budget_days,
                "days_per_organisation": self.days_per_organisation,
            }
        }


class Theme(Case):
    workflow = THEME
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {"db_alias": SERVICE, "collection": "themes"}

    names = DictField()
    place = IntField(default=0)

    def facts(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "names": dict(self.names),
            "active": self.state == ACTIVE,
            "place": self.place,
        }


class SparringMorning(Morning):
    """What is open in this service, told to the office each morning."""

    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {"db_alias": SERVICE, "collection": "mornings"}


class ExpertView(Stored):
    """What this service knows of an expert; written only by consumers of expert.* events."""

    meta: ClassVar[dict[str, Any]] = {"db_alias": SERVICE, "collection": "expert_views"}

    id = StringField(primary_key=True)
    sequence = IntField(required=True)
    active = BooleanField(required=True)
    name = StringField()
    company = StringField()
    email = StringField()
    phone = StringField()
    language = StringField()
    description = DictField()
    themes = ListField(StringField())
    languages = ListField(StringField())
    regions = ListField(StringField())
    remote = BooleanField()
    contracts = ListField(DictField())  # {number, start, end} as ISO text

    def under_contract(self, day: calendar_date) -> bool:
        """Both the first and the last day of a contract period count."""
        return self.active and any(
            period["start"] <= day.isoformat() <= period["end"] for period in self.contracts
        )

    @property
    def contract_ends(self) -> calendar_date | None:
        ends = [period["end"] for period in self.contracts]
        return day_of(max(ends)) if ends else None

    def card(self) -> dict[str, Any]:
        names = ("id", "name", "company", "email", "phone", "language")
        return {name: getattr(self, name) or "" for name in names}


def next_reference(now: datetime) -> str:
    """SP-2026-0142: a number is never given twice; one may be missing if a submit fails."""
    year = now.astimezone(ambient.HELSINKI).year
    number = count_on(Application._get_db()["counters"], f"sparring-{year}")
    return f"SP-{year}-{number:04d}"

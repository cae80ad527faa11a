"""What the service stores: the experts (cases) and read models that only the consumer writes."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from mongoengine import (
    BooleanField,
    DateTimeField,
    DictField,
    FloatField,
    IntField,
    ListField,
    StringField,
)

from services.experts.workflow import POOL
from shared import ambient
from shared.migrations.stored import Stored
from shared.read_models.themes import ThemeViewBase
from shared.workflow.case import Case
from shared.workflow.table import Workflow

SERVICE = "experts"
LANGUAGES = ("fi", "sv", "en")

# what staff fill in, by hand, by JSON or by CSV
PROFILE = ("name", "company", "email", "phone", "language", "description",
           "themes", "languages", "regions", "remote", "contracts")  # fmt: skip


class Expert(Case):
    """A consultant of the pool. `description` {fi, sv, en}: Finnish always, "" where not written.

    contracts  {number, start, end, day_rate}: ISO dates, cents; oldest first
    """

    meta: ClassVar[dict[str, Any]] = {
        "collection": "experts",
        "db_alias": SERVICE,
        "indexes": ["state", {"fields": ["email"], "unique": True}],
    }
    workflow: ClassVar[Workflow] = POOL
    service: ClassVar[str] = SERVICE

    name = StringField(required=True)
    company = StringField(required=True)
    email = StringField(required=True)
    phone = StringField(default="")
    language = StringField(required=True)
    description = DictField()
    themes = ListField(StringField())
    languages = ListField(StringField())
    regions = ListField(StringField())
    remote = BooleanField(default=False)
    contracts = ListField(DictField())

    def profile(self) -> dict[str, Any]:
        """The fields that staff fill in, as stored: what an edit is compared with."""
        stored = {name: getattr(self, name) for name in PROFILE}
        stored["description"] = {key: self.description.get(key, "") for key in LANGUAGES}
        for name in ("themes", "languages", "regions"):
            stored[name] = list(stored[name])
        return stored | {"contracts": [dict(contract) for contract in self.contracts]}

    def described_in(self, language: str) -> tuple[str, str]:
        """(text, its language): Finnish where the reader's language has none."""
        text = self.description.get(language)
        return (text, language) if text else (self.description.get("fi", ""), "fi")

    def facts(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in ("id", "state", *PROFILE)}
        told["description"] = {key: self.described_in(key)[0] for key in LANGUAGES}
        told["contracts"] = [
            {
                "number": contract["number"],
                "start": date.fromisoformat(contract["start"]),
                "end": date.fromisoformat(contract["end"]),
            }
            for contract in self.contracts
        ]
        return {"expert": told}


class WorkView(Stored):
    """One order of one application, by `application:order`. Written by the consumer only.

    `sequence` is the case's version that `state` and the date come from: an older event that
    arrives later changes nothing but what was not known.
    """

    meta: ClassVar[dict[str, Any]] = {
        "collection": "work",
        "db_alias": SERVICE,
        "indexes": ["expert_id"],
    }

    id = StringField(primary_key=True)
    application_id = StringField(required=True)
    expert_id = StringField()
    reference = StringField()
    organisation = StringField()
    date = StringField()
    days = IntField(default=0)
    hours = FloatField(default=0)
    state = StringField()
    sequence = IntField(default=0)


class FeedbackView(Stored):
    """One answer, by the id of its event. Written by the consumer only."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "feedback",
        "db_alias": SERVICE,
        "indexes": ["expert_id"],
    }

    id = StringField(primary_key=True)
    application_id = StringField(required=True)
    expert_id = StringField(required=True)
    rating = IntField(required=True)
    at = DateTimeField()


class ThemeView(ThemeViewBase):
    meta: ClassVar[dict[str, Any]] = {"collection": "themes", "db_alias": SERVICE}


class Upload(Stored):
    """A file that somebody is about to import, kept for a day between preview and confirmation."""

    meta: ClassVar[dict[str, Any]] = {
        "collection": "uploads",
        "db_alias": SERVICE,
        "indexes": [{"fields": ["created_at"], "expireAfterSeconds": 24 * 3600}],
    }

    id = StringField(primary_key=True, default=ambient.new_id)
    by = StringField(required=True)
    filename = StringField(default="")
    text = StringField(required=True)
    created_at = DateTimeField(default=ambient.now)

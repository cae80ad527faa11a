"""A partner search."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from mongoengine import DateTimeField, DictField, IntField, ListField, StringField

from services.deeds.addresses import key_of
from services.deeds.documents.deed import SERVICE
from services.deeds.workflow.partner import PARTNER
from shared.workflow.case import Case


class PartnerSearch(Case):
    """`ends_on` ISO text, the last day it stands. `author` {name, email, phone, language}."""

    workflow = PARTNER
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "partner_searches",
        "indexes": ["state", {"fields": ["number"], "unique": True}],
    }

    number = IntField(required=True)
    language = StringField(default="fi")  # that the announcement is written in
    title = StringField(required=True)
    text = StringField(required=True)
    wished = StringField(default="")  # what kind of partners
    organisation = StringField(required=True)
    sector = StringField(default="")
    region = StringField(default="")
    themes = ListField(StringField())
    ends_on = StringField(required=True)
    author = DictField()
    submitted_at = DateTimeField()
    published_at = DateTimeField()
    answers = ListField(DictField())  # {name, email, organisation, message, at}
    decision = DictField()
    mails = ListField(DictField())  # read model: which mail went to whom; by consumers

    @property
    def reference(self) -> str:
        return f"KUMPPANI-{self.number}"

    @property
    def path(self) -> str:
        key = key_of(self.title)
        return f"/partners/{self.number}-{key}" if key else f"/partners/{self.number}"

    def facts(self) -> dict[str, Any]:
        names = ("id", "reference", "state", "path", "title", "organisation")
        return {
            "search": {name: getattr(self, name) for name in names}
            | {"ends_on": date.fromisoformat(self.ends_on), "author": dict(self.author)},
            "answers": len(self.answers),  # told at the end, which a timer brings about too
        }

"""A tip about a good deed."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import DictField, IntField, ListField, StringField

from services.deeds.documents.deed import SERVICE
from services.deeds.workflow.tip import TIP
from shared.workflow.case import Case


class Tip(Case):
    """`tipster` {name, email, language} or {}; `invited` {name, email, phone, language}."""

    workflow = TIP
    service = SERVICE
    meta: ClassVar[dict[str, Any]] = {
        "db_alias": SERVICE,
        "collection": "tips",
        "indexes": ["state"],
    }

    number = IntField(required=True)
    about = StringField(required=True)
    organisation = StringField(default="")
    who = StringField(default="")  # whom to ask, as far as the tipster knows
    link = StringField(default="")
    tipster = DictField()
    invited = DictField()
    message = StringField(default="")  # of the invitation
    deed_id = StringField(default="")
    mails = ListField(DictField())  # read model: which mail went to whom; by consumers

    @property
    def reference(self) -> str:
        return f"VINKKI-{self.number}"

    def facts(self) -> dict[str, Any]:
        return {
            "tip": {
                "id": self.id,
                "reference": self.reference,
                "about": self.about,
                "organisation": self.organisation,
                "tipster": dict(self.tipster) if self.tipster.get("email") else None,
            }
        }

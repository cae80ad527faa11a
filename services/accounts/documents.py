"""What the accounts service stores."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mongoengine import StringField

from services.accounts.workflow import SIGN_IN
from shared.workflow.case import Case

KEPT = timedelta(days=180)  # the privacy notice promises it


class SignIn(Case):
    """One request for a sign-in link, of a known or an unknown address."""

    meta = {
        "db_alias": "accounts",
        "collection": "sign_ins",
        "indexes": [
            ("email", "created_at"),
            {"fields": ["created_at"], "expireAfterSeconds": int(KEPT.total_seconds())},
        ],
    }
    workflow = SIGN_IN
    service = "accounts"

    email = StringField(required=True)
    name = StringField(default="")
    language = StringField(default="fi")
    next = StringField(default="")

    def facts(self) -> dict[str, Any]:
        person = {"name": self.name, "email": self.email, "language": self.language}
        return {"sign_in_id": self.id, "person": person, "next": self.next}

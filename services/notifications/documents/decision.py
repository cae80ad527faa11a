"""A decision as a letter on paper: a PDF."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, StringField

from services.notifications.documents.name import SERVICE
from shared import ambient
from shared.migrations.stored import Stored


class DecisionLetter(Stored):
    """`_id` is the event of the decision: the same decision is never written twice."""

    id = StringField(primary_key=True)
    about = StringField(required=True)
    reference = StringField(required=True)
    language = StringField(required=True)
    pdf = BinaryField(required=True)
    made_at = DateTimeField(default=ambient.now)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "decision_letters",
        "db_alias": SERVICE,
        "indexes": ["about"],
    }

"""How the case that mails are about stands: read model of its events."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import StringField
from mongoengine.fields import DictField, ListField

from services.notifications.documents.name import SERVICE
from shared.migrations.stored import Stored


class CaseStanding(Stored):
    """`_id` is the case. steps: {event_id, type, at, sequence} of its newest steps, unordered."""

    id = StringField(primary_key=True)
    steps = ListField(DictField())

    meta: ClassVar[dict[str, Any]] = {"collection": "case_standings", "db_alias": SERVICE}

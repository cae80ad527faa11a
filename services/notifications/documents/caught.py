"""A mail as the local catcher received it: demonstrations only."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, StringField
from mongoengine.fields import ListField

from services.notifications.documents.name import SERVICE
from shared import ambient
from shared.migrations.stored import Stored


class CaughtMail(Stored):
    id = StringField(primary_key=True, default=ambient.new_id)
    received_at = DateTimeField(default=ambient.now)
    recipients = ListField(StringField())
    raw = BinaryField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "caught_mails",
        "db_alias": SERVICE,
        "indexes": ["-received_at", "recipients"],
    }

"""What the morning's mail to the office is made of, and who wants what in it."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import StringField
from mongoengine.fields import DictField, ListField

from services.notifications.documents.name import SERVICE
from shared.migrations.stored import Stored


class MorningPart(Stored):
    """One service's open work on one morning, as its event told it; `_id` is `<day>/<service>`.

    The day is ISO text. A part `sent` says that the day's mails have been written.
    """

    id = StringField(primary_key=True)
    day = StringField(required=True)
    of = StringField(required=True)
    counts = DictField()
    tasks = ListField(DictField())
    rounds = ListField(DictField())

    meta: ClassVar[dict[str, Any]] = {
        "collection": "morning_parts",
        "db_alias": SERVICE,
        "indexes": ["day"],
    }


class StaffChoice(Stored):
    """What somebody at the office wants in the morning; `_id` is their address, casefolded.

    parts   of overdue, due, new, failed, outbox, rounds; none at all means no mail
    """

    id = StringField(primary_key=True)
    parts = ListField(StringField())

    meta: ClassVar[dict[str, Any]] = {"collection": "staff_choices", "db_alias": SERVICE}

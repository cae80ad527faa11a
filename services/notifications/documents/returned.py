"""What came back to the return address of a mail."""

from __future__ import annotations

from typing import Any, ClassVar

from mongoengine import BinaryField, DateTimeField, StringField

from services.notifications.documents.name import SERVICE
from shared import ambient
from shared.migrations.stored import Stored


class ReturnedMail(Stored):
    """Kept before the other mail server is told that we have it; `_id` is made of its bytes and
    return address, so that one given twice is kept once.

    verdict     empty until it has been read; then a kind of `reports` (bounced, delayed, …), or
                foreign: of no mail that we know
    message_id  the mail or bulletin recipient it is about, once read; words: what it said
    """

    id = StringField(primary_key=True)
    return_address = StringField(required=True)
    received_at = DateTimeField(default=ambient.now)
    raw = BinaryField(required=True)
    verdict = StringField(default="")
    message_id = StringField(default="")
    words = StringField(default="")

    meta: ClassVar[dict[str, Any]] = {
        "collection": "returned_mails",
        "db_alias": SERVICE,
        "indexes": [("verdict", "received_at"), "message_id"],
    }

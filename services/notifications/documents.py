"""Thin documents: a mail, and an address that waits for the next round."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar

from mongoengine import (
    BinaryField,
    DateTimeField,
    Document,
    EmbeddedDocument,
    EmbeddedDocumentField,
    EmbeddedDocumentListField,
    StringField,
)
from mongoengine.fields import DictField, ListField

from services.notifications.workflow import MAIL
from shared import ambient
from shared.workflow.case import Case

SERVICE = "notifications"
MAIL_IDS = uuid.UUID("5b0f6d0e-6c1b-5d0c-9a53-6f6b756e7465")


def mail_id(event_id: str, template: str, recipient: str) -> str:
    """The same event never makes the same mail to the same address twice: the key is the id."""
    return uuid.uuid5(MAIL_IDS, f"{event_id}/{template}/{recipient.casefold()}").hex


class Recipient(EmbeddedDocument):
    name = StringField(default="")
    email = StringField(required=True)
    language = StringField(required=True)


class Attachment(EmbeddedDocument):
    filename = StringField(required=True)
    content_type = StringField(required=True)
    content = BinaryField(required=True)


class Message(Case):
    """One mail to one address, stored as it is sent.

    about        the case it concerns; empty for none
    calendar     METHOD of the iCalendar attachment (REQUEST, CANCEL); empty for none
    reply_to     {name, email} of whoever gets the answer; empty for the office
    attempts     {at, outcome, words}: every try, with what the mail server said
    next_at      when it is tried next; lease_until: some worker is sending it until then
    give_up_at   after this moment the mail no longer matters, or has been tried long enough
    """

    workflow = MAIL
    service = SERVICE

    event_id = StringField(required=True)
    about = StringField(default="")
    reference = StringField(default="")
    template = StringField(required=True)
    recipient = EmbeddedDocumentField(Recipient, required=True)
    subject = StringField(required=True)
    html = StringField(required=True)
    text = StringField(required=True)
    attachments = EmbeddedDocumentListField(Attachment)
    calendar = StringField(default="")
    reply_to = DictField()
    message_id = StringField(required=True)
    attempts = ListField(DictField())
    next_at = DateTimeField(default=ambient.now)
    lease_until = DateTimeField()
    give_up_at = DateTimeField(required=True)
    correlation_id = StringField(default="")

    meta: ClassVar[dict[str, Any]] = {
        "collection": "messages",
        "db_alias": SERVICE,
        "indexes": [
            ("state", "next_at"),
            ("state", "-created_at"),
            ("about", "-created_at"),
            "recipient.email",
            "reference",
        ],
    }

    def facts(self) -> dict[str, Any]:
        return {
            "message_id": self.id,
            "event_id": self.event_id,
            "about": self.about,
            "template": self.template,
            "recipient": self.recipient.email,
            "subject": self.subject,
        }

    @property
    def last_words(self) -> str:
        return str(self.attempts[-1]["words"]) if self.attempts else ""

    def is_leased(self, now: datetime) -> bool:
        return self.lease_until is not None and self.lease_until > now


class RoundWatch(Document):
    """Somebody to be told once when a round opens; forgotten as soon as that mail is queued."""

    id = StringField(primary_key=True, default=ambient.new_id)
    email = StringField(required=True, unique=True)
    language = StringField(required=True)
    created_at = DateTimeField(default=ambient.now)

    meta: ClassVar[dict[str, Any]] = {"collection": "round_watches", "db_alias": SERVICE}


class CaughtMail(Document):
    """A mail as the local catcher received it: demonstrations only."""

    id = StringField(primary_key=True, default=ambient.new_id)
    received_at = DateTimeField(default=ambient.now)
    recipients = ListField(StringField())
    raw = BinaryField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        "collection": "caught_mails",
        "db_alias": SERVICE,
        "indexes": ["-received_at", "recipients"],
    }

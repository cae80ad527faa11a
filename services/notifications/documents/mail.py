"""One mail to one address, as a case."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from mongoengine import (
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentField,
    IntField,
    StringField,
)
from mongoengine.fields import DictField, ListField

from services.notifications.documents.content import MailContent
from services.notifications.documents.name import SERVICE
from services.notifications.migrations import MAILS
from services.notifications.workflow.mail import MAIL
from shared import ambient
from shared.errors import NotFound
from shared.workflow.case import Case

MAIL_IDS = uuid.UUID("5b0f6d0e-6c1b-5d0c-9a53-6f6b756e7465")


def mail_id(event_id: str, template: str, recipient: str) -> str:
    """The same event never makes the same mail to the same address twice: the key is the id."""
    return uuid.uuid5(MAIL_IDS, f"{event_id}/{template}/{recipient.casefold()}").hex


class Recipient(EmbeddedDocument):
    name = StringField(default="")
    email = StringField(required=True)
    language = StringField(required=True)


class Message(Case):
    """One mail to one address. What it says is its MailContent.

    event_type, event_id   what it was written because of
    about                  the case it concerns; empty for none
    case_sequence          the version of that case it tells of
    content_id             what it says now; earlier contents stand in the history
    held_because           why somebody put it on hold
    attempts               {at, outcome, words}: every try, with what the mail server said
    next_at                when it is tried next
    give_up_at             then the mail no longer matters, or has been tried long enough
    """

    workflow = MAIL
    service = SERVICE
    migrations = MAILS

    event_type = StringField(default="")
    event_id = StringField(required=True)
    about = StringField(default="")
    reference = StringField(default="")
    case_sequence = IntField(default=0)
    template = StringField(required=True)
    recipient = EmbeddedDocumentField(Recipient, required=True)
    subject = StringField(required=True)
    content_id = StringField(required=True)
    message_id = StringField(required=True)
    held_because = StringField(default="")
    attempts = ListField(DictField())
    next_at = DateTimeField(default=ambient.now)
    give_up_at = DateTimeField(required=True)
    correlation_id = StringField(default="")

    meta: ClassVar[dict[str, Any]] = {
        "collection": "messages",
        "db_alias": SERVICE,
        # no more than are asked: every step of a mail writes each of them anew
        "indexes": [
            ("state", "next_at"),
            ("state", "-created_at"),
            ("about", "-created_at"),
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
    def content(self) -> MailContent:
        """Read from the store at each call. Raises NotFound."""
        self.be_current()  # in an older shape what it says is part of it
        found: MailContent | None = MailContent.objects(id=self.content_id).first()
        if found is None:
            raise NotFound(f"mail {self.id} has no content")
        return found

    @property
    def last_words(self) -> str:
        return str(self.attempts[-1]["words"]) if self.attempts else ""

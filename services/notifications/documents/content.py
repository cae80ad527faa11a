"""What a mail says. Written once and never changed: an edited mail gets a new content."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from functools import cached_property
from typing import Any, ClassVar

from mongoengine import (
    BinaryField,
    DateTimeField,
    EmbeddedDocument,
    EmbeddedDocumentListField,
    StringField,
)
from mongoengine.fields import DictField

from services.notifications.documents.name import SERVICE
from shared import ambient
from shared.migrations.stored import Stored


class Attachment(EmbeddedDocument):
    filename = StringField(required=True)
    content_type = StringField(required=True)
    content = BinaryField(required=True)

    @property
    def method(self) -> str:
        """METHOD of a calendar entry; empty for any other file."""
        is_calendar = self.content_type.startswith("text/calendar")
        return str(self.content_type.rpartition("method=")[2]) if is_calendar else ""


class MailContent(Stored):
    """`raw` is the mail as it travels, byte for byte; what pages show is read from it.

    words        the text with its values filled in, as `rendering.stored_words` writes it: what
                 staff edit
    frame        what stands around the words (Frame as a dict): rows, links, whom answers reach
    fault        why no mail can be written of it, such as an address that can be none: no raw then

    Apart from the case, because a delivery writes the case several times and this is large.
    """

    id = StringField(primary_key=True)
    subject = StringField(required=True)
    words = DictField()
    frame = DictField()
    attachments = EmbeddedDocumentListField(Attachment)
    raw = BinaryField(default=b"")
    fault = StringField(default="")
    made_at = DateTimeField(default=ambient.now)

    meta: ClassVar[dict[str, Any]] = {"collection": "mail_contents", "db_alias": SERVICE}

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(bytes(self.raw), policy=policy.default)

    @property
    def html(self) -> str:
        return read_part(self.message.get_body(("html",)))

    @property
    def text(self) -> str:
        return read_part(self.message.get_body(("plain",)))


def read_part(part: MIMEPart | None) -> str:
    return str(part.get_content()) if part else ""

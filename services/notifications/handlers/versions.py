"""What one mail has said, version by version: `<mail>.1`, `<mail>.2` … Each is kept."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import format_datetime

from mongoengine import NotUniqueError

from services.notifications.documents import Attachment, MailContent, Message

DATE = re.compile(rb"^Date: [^\r\n]*", re.MULTILINE)
STALE = timedelta(hours=1)  # spam filters and inboxes take a mail with an older date amiss


def store_version(message: Message, content: MailContent) -> MailContent:
    """Under the next free number: two at once never mistake the other's content for theirs."""
    number = int(message.content_id.rpartition(".")[2])
    while True:
        number += 1
        content.id = f"{message.id}.{number}"
        try:
            content.save(force_insert=True)
        except NotUniqueError:
            continue
        return content


def dated_today(message: Message, now: datetime) -> str:
    """The id of what the mail says, dated now if it has waited: nothing else in it changes."""
    content = message.content
    if content.fault or now - content.made_at < STALE:
        return str(content.id)
    dated = MailContent(
        subject=content.subject,
        words=content.words,
        frame=content.frame,
        attachments=[Attachment(**one.to_mongo()) for one in content.attachments],
        raw=DATE.sub(b"Date: " + format_datetime(now).encode(), bytes(content.raw), count=1),
        made_at=now,
    )
    return str(store_version(message, dated).id)

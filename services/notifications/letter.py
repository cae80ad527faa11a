"""A stored mail as the bytes that travel: headers, text, HTML, calendar, attachments."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notifications.documents import Attachment, Message
from services.notifications.smtp import in_ascii_domain
from shared.settings import Settings

UTF8_HEADERS = SMTP.clone(utf8=True)


def as_bytes(message: Message, settings: Settings, sent_at: datetime) -> bytes:
    return written(message, settings, sent_at).as_bytes()


def written(message: Message, settings: Settings, sent_at: datetime) -> EmailMessage:
    recipient = in_ascii_domain(message.recipient.email)
    # letters outside ASCII before the @ travel only with SMTPUTF8, and then as they are
    letter = EmailMessage(policy=SMTP if recipient.isascii() else UTF8_HEADERS)
    letter["Message-ID"] = message.message_id
    letter["Date"] = format_datetime(sent_at)
    letter["From"] = named(settings.office_name, parseaddr(settings.mail_from)[1])
    letter["To"] = named(message.recipient.name, recipient)
    letter["Reply-To"] = answered_to(message, settings)
    letter["Subject"] = message.subject
    # so that no out-of-office answer comes back to every mail (RFC 3834)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(message.text, cte="quoted-printable")
    letter.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for attachment in message.attachments:
        if message.calendar:
            _add_calendar(letter, attachment, message.calendar)
    for attachment in message.attachments:
        kind, _, rest = attachment.content_type.partition(";")[0].partition("/")
        letter.add_attachment(
            bytes(attachment.content),
            maintype=kind,
            subtype=rest,
            filename=attachment.filename,
            params={"method": message.calendar} if message.calendar else None,
        )
    # last: setting content takes earlier Content- headers away
    letter["Content-Language"] = message.recipient.language
    return letter


def answered_to(message: Message, settings: Settings) -> Address:
    if not message.reply_to:
        return named(settings.office_name, settings.office_email)
    return named(message.reply_to["name"], in_ascii_domain(message.reply_to["email"]))


def _add_calendar(letter: EmailMessage, attachment: Attachment, method: str) -> None:
    # as an alternative too: that is where Outlook and Gmail look for an invitation
    letter.add_alternative(
        bytes(attachment.content).decode("utf-8"),
        subtype="calendar",
        params={"method": method},
        cte="base64",
    )


def named(name: str, email: str) -> Address:
    """Raises ValueError for what can be no address, such as one with a line end."""
    local, _, domain = email.rpartition("@")
    return Address(" ".join(name.split()), local, domain)

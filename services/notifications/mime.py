"""A rendered mail as the bytes that travel: headers, text, HTML, calendar, attachments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from services.notifications.documents.content import Attachment
from services.notifications.rendering import Frame, Rendered
from services.notifications.smtp import in_ascii_domain
from shared import ambient
from shared.settings import Settings

UTF8_HEADERS = SMTP.clone(utf8=True)


@dataclass(frozen=True)
class Envelope:
    """To whom, and under which Message-ID."""

    name: str
    email: str
    message_id: str


def as_bytes(
    rendered: Rendered,
    frame: Frame,
    attachments: Sequence[Attachment],
    envelope: Envelope,
    settings: Settings,
) -> bytes:
    """Raises ValueError for an address that can be none."""
    return written(rendered, frame, attachments, envelope, settings).as_bytes()


def written(
    rendered: Rendered,
    frame: Frame,
    attachments: Sequence[Attachment],
    envelope: Envelope,
    settings: Settings,
) -> EmailMessage:
    recipient = in_ascii_domain(envelope.email)
    # letters outside ASCII before the @ travel only with SMTPUTF8, and then as they are
    letter = EmailMessage(policy=SMTP if recipient.isascii() else UTF8_HEADERS)
    letter["Message-ID"] = envelope.message_id
    letter["Date"] = format_datetime(ambient.now())
    letter["From"] = named(settings.office_name, parseaddr(settings.mail_from)[1])
    letter["To"] = named(envelope.name, recipient)
    letter["Reply-To"] = answered_to(frame, settings)
    letter["Subject"] = rendered.subject
    # so that no out-of-office answer comes back to every mail (RFC 3834)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(rendered.text, cte="quoted-printable")
    letter.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    for attachment in attachments:
        if attachment.method:
            _add_calendar(letter, attachment)
    for attachment in attachments:
        kind, _, rest = attachment.content_type.partition(";")[0].partition("/")
        letter.add_attachment(
            bytes(attachment.content),
            maintype=kind,
            subtype=rest,
            filename=attachment.filename,
            params={"method": attachment.method} if attachment.method else None,
        )
    # last: setting content takes earlier Content- headers away
    letter["Content-Language"] = frame.language
    return letter


def answered_to(frame: Frame, settings: Settings) -> Address:
    if not frame.reply_to:
        return named(settings.office_name, settings.office_email)
    return named(frame.reply_to["name"], in_ascii_domain(frame.reply_to["email"]))


def _add_calendar(letter: EmailMessage, attachment: Attachment) -> None:
    # as an alternative too: that is where Outlook and Gmail look for an invitation
    letter.add_alternative(
        bytes(attachment.content).decode("utf-8"),
        subtype="calendar",
        params={"method": attachment.method},
        cte="base64",
    )


def named(name: str, email: str) -> Address:
    """Raises ValueError for what can be no address, such as one with a line end."""
    local, _, domain = email.rpartition("@")
    return Address(" ".join(name.split()), local, domain)

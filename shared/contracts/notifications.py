"""Events of mails, so that the case they are about can show where each went."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract


class MailEvent(EventContract):
    """`about` is the case, `template` the kind of mail, `event_id` the event that made it."""

    message_id = fields.String(required=True)
    event_id = fields.String(required=True)
    about = fields.String(required=True)
    template = fields.String(required=True)
    recipient = fields.String(required=True)
    subject = fields.String(required=True)
    reason = fields.String(load_default="")


class MailWaiting(MailEvent):
    """It waits until somebody at the office has seen and released it."""

    type = "mail.waiting.v1"


class MailQueued(MailEvent):
    type = "mail.queued.v1"


class MailSent(MailEvent):
    """The mail server has accepted it."""

    type = "mail.sent.v1"


class MailFailed(MailEvent):
    """The mail server refused it for good, or it was tried in vain for days."""

    type = "mail.failed.v1"


class MailBounced(MailEvent):
    """The mail server had taken it, and it came back: `reason` says why."""

    type = "mail.bounced.v1"


class MailReaddressed(MailEvent):
    """The office corrected the address, and the mail is on its way again."""

    type = "mail.readdressed.v1"

    old_recipient = fields.String(required=True)


class MailDiscarded(MailEvent):
    """Nobody gets it: `reason` says why."""

    type = "mail.discarded.v1"


MAIL_EVENTS = (
    MailWaiting,
    MailQueued,
    MailSent,
    MailFailed,
    MailBounced,
    MailReaddressed,
    MailDiscarded,
)

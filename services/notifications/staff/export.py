"""Mails as rows of a spreadsheet, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from services.notifications.diagnosis import last_words
from services.notifications.documents import Message
from services.notifications.words import mails as words
from shared.web.formats import date_time


def rows_of(mails: Iterable[Message]) -> Iterator[list[str]]:
    """Titles first."""
    yield [
        *(_("Written"), _("State"), _("Kind of mail"), _("Recipient"), _("Address")),
        *(_("Reference"), _("Subject"), _("Attempts"), _("The mail server's words")),
        _("Message-ID"),
    ]
    for mail in mails:
        yield [
            date_time(mail.created_at),
            str(words.STATES[mail.state][0]),
            str(words.TEMPLATES.get(mail.template, mail.template)),
            mail.recipient.name,
            mail.recipient.email,
            mail.reference,
            mail.subject,
            str(len(mail.attempts)),
            last_words(mail),
            mail.message_id,
        ]

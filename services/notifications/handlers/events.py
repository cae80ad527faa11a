"""Which event is mailed by what: the indexes of all subjects together."""

from __future__ import annotations

from services.notifications.handlers import market, rounds, sparring
from services.notifications.handlers.queueing import MailHandler, mailing
from services.notifications.mails import others
from shared.contracts import accounts
from shared.contracts.base import EventContract

HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    accounts.SignInRequested: [mailing(others.sign_in)],
    **sparring.HANDLERS,
    **rounds.HANDLERS,
    **market.HANDLERS,
}

"""Which event is answered by what: the indexes of all subjects together."""

from __future__ import annotations

from collections.abc import Mapping

from services.notifications.handlers import (
    letters,
    market,
    morning,
    rounds,
    sparring,
    standing,
    subscriptions,
)
from services.notifications.handlers.queueing import MailHandler, mailing
from services.notifications.mails import others
from shared.contracts import accounts
from shared.contracts.base import EventContract

Index = Mapping[type[EventContract], list[MailHandler]]


def together(*indexes: Index) -> dict[type[EventContract], list[MailHandler]]:
    """Several subjects may answer the same event: in the order of the indexes."""
    contracts = dict.fromkeys(contract for index in indexes for contract in index)
    return {
        contract: [handler for index in indexes for handler in index.get(contract, [])]
        for contract in contracts
    }


HANDLERS = together(
    standing.HANDLERS,  # first: a mail is compared with its case as it stands
    letters.HANDLERS,
    {accounts.SignInRequested: [mailing(others.sign_in)]},
    sparring.HANDLERS,
    rounds.HANDLERS,
    market.HANDLERS,
    subscriptions.HANDLERS,
    morning.HANDLERS,
)

"""What the worker does with the events of subscribers, and what then lies in the mailboxes."""

import re

from services.notifications.documents import Message, Subscriber
from services.notifications.handlers.events import HANDLERS
from shared.contracts.base import contract_for
from shared.messaging.envelope import Event
from shared.messaging.outbox import strike, untold


class Mailroom:
    def __init__(self, settings):
        self.settings = settings

    def tell(self, *, twice=False):
        """Publish what waits in the outboxes and handle it; what was told."""
        cases = list(untold(Subscriber))
        told = [event for case in cases for event in case.events]
        if cases:
            strike(Subscriber, cases)
        for event in told * (2 if twice else 1):
            self.handle(event)
        return told

    def handle(self, event):
        contract = contract_for(event.type)
        loaded = Event(**{**vars(event), "data": contract.read(event.data)})
        for handler in HANDLERS[contract]:
            handler(loaded, self.settings)

    def mails(self, email):
        """Newest last."""
        self.tell()
        found = Message.objects.order_by("created_at")
        return [mail for mail in found if mail.recipient.email.casefold() == email.casefold()]

    def templates(self, email):
        return [mail.template for mail in self.mails(email)]

    def link(self, email):
        """Path of the button of the newest mail to the address."""
        address = self.mails(email)[-1].content.frame["link"]
        return address.removeprefix(self.settings.base_url)


def words_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())

"""A mail server that keeps what it is given, and refuses what it is told to refuse."""

import threading
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from tests.support.ports import free_port
from tests.support.waiting import until


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def to(self):
        return self.recipients[0]

    @property
    def subject(self):
        return str(self.message["Subject"])

    @property
    def text(self):
        return self._body("plain")

    @property
    def html(self):
        return self._body("html")

    def _body(self, kind):
        return self.message.get_body((kind,)).get_content().replace("\r\n", "\n")


class SmtpSink:
    host = "127.0.0.1"

    def __init__(self):
        self.port = free_port()
        self._lock = threading.Lock()
        self._received = []
        self._refused = {}
        self._refuse_all = None
        self.connections = 0
        self._controller = None

    # -- what a test tells it

    def refuse(self, recipient, reply="550 5.1.1 no such mailbox"):
        """From now on this recipient gets `reply` to RCPT: 550 for good, 451 for a while."""
        self._refused[recipient.casefold()] = reply

    def refuse_all(self, reply="451 4.3.0 try again later"):
        """Every message's content gets this reply."""
        self._refuse_all = reply

    def accept_again(self):
        self._refused.clear()
        self._refuse_all = None

    # -- what a test asks it

    @property
    def mails(self):
        with self._lock:
            return list(self._received)

    def to(self, recipient):
        return [mail for mail in self.mails if recipient in mail.recipients]

    def wait_for(self, count, *, to=None, within=15.0):
        """At least `count` mails (to `to`); the list of them."""

        def arrived():
            mails = self.to(to) if to else self.mails
            return mails if len(mails) >= count else None

        return until(arrived, within=within, what=f"{count} mails to {to or 'anyone'}")

    def clear(self):
        with self._lock:
            self._received.clear()

    # -- the server

    def start(self):
        self._controller = Controller(self, hostname=self.host, port=self.port)
        self._controller.start()
        return self

    def stop(self):
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self._refused.get(address.casefold())
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self._refuse_all:
            return self._refuse_all
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self._lock:
            self._received.append(Received(envelope.mail_from, tuple(envelope.rcpt_tos), message))
        return "250 OK"


@pytest.fixture
def smtp_sink():
    sink = SmtpSink().start()
    yield sink
    sink.stop()

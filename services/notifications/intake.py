"""The mail server of the return address: what could not be delivered comes back here."""

from __future__ import annotations

import asyncio
import signal
import threading
from hashlib import sha256
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from mongoengine import NotUniqueError
from mongoengine.errors import MongoEngineException
from pymongo.errors import PyMongoError

from services.notifications.documents import SERVICE, ReturnedMail
from services.notifications.verp import mail_key
from shared import store
from shared.settings import Settings, SettingsError
from shared.tracing import log

LARGEST = 25 * 1024 * 1024  # taken in; more is nobody's report
KEPT = 1024 * 1024  # the report stands before the copy of our mail: its beginning is enough
NOT_OURS = "550 5.1.1 no such address here"
LATER = "451 4.3.0 it cannot be kept just now, please try again"
GIVEN = "250 2.0.0 kept"


class Intake:
    """What aiosmtpd asks about each recipient and each mail."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        # nothing is ever passed on: there is no open relay
        if not mail_key(self.settings, address):
            return NOT_OURS
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        # beside the loop that talks to the others: the store may take its time
        return await asyncio.to_thread(
            keep_all, list(envelope.rcpt_tos), envelope.mail_from or "", envelope.content
        )


def keep_all(addresses: list[str], sender: str, content: bytes) -> str:
    """Keep one mail for each address; the answer to the other server."""
    try:
        for address in addresses:
            keep(address, sender, content)
    except (PyMongoError, MongoEngineException) as error:
        log.warning("returned mail not kept", reason=str(error))
        return LATER
    return GIVEN


def keep(address: str, sender: str, content: bytes) -> str:
    """Its id. The same mail to the same address is kept once, however often it is given."""
    address = address.strip("<> ").casefold()
    key = sha256(address.encode("utf-8", "replace") + b"\n" + content).hexdigest()
    # as the last mail server does (RFC 5321): by the empty path a report is known
    path = f"Return-Path: <{sender.strip('<> ')}>\r\n".encode("utf-8", "replace")
    row = ReturnedMail(id=key, return_address=address, raw=path + content[:KEPT])
    try:
        row.save(force_insert=True)
        log.info("mail came back", returned=key, address=address)
    except NotUniqueError:
        pass
    return key


class Patient(SMTP):
    """Other people's servers send the copy of a mail in lines of whatever length."""

    line_length_limit = 100_000


class Listening(Controller):
    def factory(self) -> SMTP:
        return Patient(self.handler, **self.SMTP_kwargs)


def server(settings: Settings) -> Controller:
    """The SMTP server, not started. Raises SettingsError."""
    host, _, port = settings.bounce_bind.rpartition(":")
    if not settings.bounce_address or not host or not port.isdigit():
        raise SettingsError(
            "the intake needs KUNTEKO_BOUNCE_ADDRESS and KUNTEKO_BOUNCE_BIND (address:port)"
        )
    return Listening(
        Intake(settings),
        hostname=host,
        port=int(port),
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
        ident="Kunteko",
    )


def serve(settings: Settings) -> None:
    """Take mails in until SIGTERM or SIGINT. Call it from the main thread."""
    listening = server(settings)
    store.connect(settings, SERVICE)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    listening.start()
    log.info("intake open", bind=settings.bounce_bind)
    ended.wait()
    listening.stop()

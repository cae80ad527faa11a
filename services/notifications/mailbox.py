"""The local mail catcher of the embedded form: keeps every mail, sends none any further."""

from __future__ import annotations

import signal
import threading
from typing import Any

from aiosmtpd.controller import Controller

from services.notifications.documents import SERVICE, CaughtMail
from services.notifications.intake import keep_all
from services.notifications.verp import mail_key
from shared import store
from shared.settings import Settings
from shared.tracing import log

HOST = "127.0.0.1"  # never reachable from elsewhere
LARGEST = 10 * 1024 * 1024


class Catcher:
    """What aiosmtpd asks when a mail has arrived."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """A mail to a return address comes back to us, as it would from the world."""
        ours = [to for to in envelope.rcpt_tos if mail_key(self.settings, to)]
        others = [to for to in envelope.rcpt_tos if to not in ours]
        if ours:
            answer = keep_all(ours, envelope.mail_from or "", envelope.content)
            if not others:
                return answer
        mail = CaughtMail(recipients=others, raw=envelope.content)
        mail.save(force_insert=True)
        return f"250 2.0.0 kept in the mailbox as {mail.id}"


def catcher(settings: Settings) -> Controller:
    """The SMTP server, not started."""
    return Controller(
        Catcher(settings),
        hostname=HOST,
        port=settings.mailbox_port,
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
    )


def serve(settings: Settings) -> None:
    """Catch mail until SIGTERM or SIGINT. Call it from the main thread."""
    store.connect(settings, SERVICE)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    server = catcher(settings)
    server.start()
    log.info("mailbox open", port=settings.mailbox_port)
    ended.wait()
    server.stop()

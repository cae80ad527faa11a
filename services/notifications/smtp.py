"""One conversation with the mail server, kept open; every outcome with the server's own words."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Protocol

from shared.settings import Settings

TIMEOUT = 30.0  # seconds for any one answer of the server
CLOSING = 421  # the server says goodbye: the connection is of no more use
LOST_AFTER_CONTENT = (
    "the connection was lost after the content had been handed over; the mail may have arrived"
)


@dataclass(frozen=True)
class Accepted:
    words: str


@dataclass(frozen=True)
class Deferred:
    """Not now: the same mail may be taken later."""

    words: str


@dataclass(frozen=True)
class Refused:
    """Never: trying this mail again cannot help."""

    words: str


@dataclass(frozen=True)
class Unreachable:
    """There is no conversation: no mail of any kind can be sent now."""

    words: str


Outcome = Accepted | Deferred | Refused | Unreachable


class Mailer(Protocol):
    def send(self, content: bytes, recipient: str) -> Outcome: ...

    def close(self) -> None: ...


class Reply(Exception):
    """The server's answer where another was hoped for. `step` is MAIL, RCPT or DATA."""

    def __init__(self, step: str, code: int, words: bytes) -> None:
        super().__init__(f"{code} {words.decode('utf-8', 'replace')}")
        self.step = step
        self.code = code


class SmtpMailer:
    """Not for several threads at once: each loop has its own."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.sender = parseaddr(settings.mail_from)[1]
        self._connection: smtplib.SMTP | None = None

    def send(self, content: bytes, recipient: str) -> Outcome:
        """Hand one mail to the server. Never raises for what the server or the network does."""
        address = in_ascii_domain(recipient)
        was_open = self._connection is not None
        outcome = self._try(content, address)
        # a server closes a connection that has been quiet: that says nothing about this mail
        if was_open and isinstance(outcome, Unreachable):
            outcome = self._try(content, address)
        return outcome

    def _try(self, content: bytes, address: str) -> Outcome:
        try:
            connection = self._open()
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            return Unreachable(spoken(fault))
        options = needed_options(address, connection)
        if options is None:
            return Refused("the mail server does not take addresses with such letters (SMTPUTF8)")
        return self._converse(connection, content, address, options)

    def _converse(
        self, connection: smtplib.SMTP, content: bytes, address: str, options: list[str]
    ) -> Outcome:
        content_handed_over = False
        try:
            expect("MAIL", connection.mail(self.sender, options), 250)
            expect("RCPT", connection.rcpt(address), 250, 251)
            content_handed_over = True
            code, words = connection.data(content)
            expect("DATA", (code, words), 250)
            return Accepted(f"{code} {words.decode('utf-8', 'replace')}")
        except Reply as reply:
            return self._after(reply, connection)
        except smtplib.SMTPDataError as refusal:  # the answer to the bare DATA command
            return self._after(
                Reply("DATA", refusal.smtp_code, as_bytes(refusal.smtp_error)), connection
            )
        except (OSError, smtplib.SMTPException) as fault:
            self.close()
            if content_handed_over:
                return Deferred(f"{LOST_AFTER_CONTENT} ({spoken(fault)})")
            return Unreachable(spoken(fault))

    def _after(self, reply: Reply, connection: smtplib.SMTP) -> Outcome:
        if reply.code == CLOSING:
            self.close()
            return Unreachable(str(reply)) if reply.step == "MAIL" else Deferred(str(reply))
        try:
            connection.rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        # a sender that is refused is the office's set-up, not a fault of this mail
        permanent = reply.code >= 500 and reply.step != "MAIL"
        return Refused(str(reply)) if permanent else Deferred(str(reply))

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            settings = self.settings
            connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT)
            self._connection = connection
            if settings.smtp_starttls:
                connection.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                connection.login(settings.smtp_user, settings.smtp_password)
            connection.ehlo_or_helo_if_needed()
        return self._connection

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except OSError:
                pass


def expect(step: str, answer: tuple[int, bytes], *good: int) -> None:
    code, words = answer
    if code not in good:
        raise Reply(step, code, words)


def spoken(fault: Exception) -> str:
    """A fault in words: the server's answer where it gave one."""
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {as_bytes(fault.smtp_error).decode('utf-8', 'replace')}"
    return str(fault) or type(fault).__name__


def as_bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()


def in_ascii_domain(address: str) -> str:
    """päivi@kemijärvi.fi → päivi@xn--kemijrvi-5za.fi: any mail server finds that domain."""
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def needed_options(address: str, connection: smtplib.SMTP) -> list[str] | None:
    """Options for MAIL; None when the server cannot take the address."""
    if address.isascii():
        return []
    return ["SMTPUTF8", "BODY=8BITMIME"] if connection.has_extn("smtputf8") else None

"""One conversation with the mail server, kept open; every outcome with the server's own words."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass
from typing import Protocol

from shared.settings import Settings

TIMEOUT = 30.0  # seconds for any one answer of the server
# servers look through a mail before they take it: giving up too early sends it twice
LONGER_FOR_CONTENT = 4
CLOSING = 421  # the server says goodbye: the connection is of no more use
GO_ON = 354
GOOD = {"MAIL": (250,), "RCPT": (250, 251), "DATA": (GO_ON,)}
PLAIN_ADDRESS = re.compile(r"[\w.+=~-]+@[\w.-]+", re.ASCII)
LINE_END = re.compile(rb"\r\n|\r|\n")
LOST_AFTER_CONTENT = (
    "the connection was lost after the content had been handed over; the mail may have arrived"
)


@dataclass(frozen=True)
class Accepted:
    words: str


@dataclass(frozen=True)
class Deferred:
    """Not now: the same mail may be taken later.

    `code` is what the server said to the recipient or the content; 0 where it said nothing of them.
    """

    words: str
    code: int = 0


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
    def send(self, content: bytes, recipient: str, return_address: str) -> Outcome: ...

    def close(self) -> None: ...


class Reply(Exception):
    """The server's answer where another was hoped for. `step` is MAIL, RCPT or DATA."""

    def __init__(self, step: str, code: int, words: bytes) -> None:
        super().__init__(f"{code} {words.decode('utf-8', 'replace')}")
        self.step = step
        self.code = code


class Lost(Exception):
    """The conversation broke off, or makes no sense any more."""


class SmtpMailer:
    """Not for several threads at once: each has its own. `timeout` is in seconds."""

    def __init__(self, settings: Settings, *, timeout: float = TIMEOUT) -> None:
        self.settings = settings
        self.timeout = timeout
        self._connection: smtplib.SMTP | None = None

    def send(self, content: bytes, recipient: str, return_address: str) -> Outcome:
        """Hand one mail to the server. Never raises for what the server or the network does."""
        address = in_ascii_domain(recipient)
        was_open = self._connection is not None
        outcome = self._try(content, address, return_address)
        # a server closes a connection that has been quiet: that says nothing about this mail
        if was_open and isinstance(outcome, Unreachable):
            outcome = self._try(content, address, return_address)
        return outcome

    def _try(self, content: bytes, address: str, sender: str) -> Outcome:
        try:
            connection = self._open()
        # ValueError: a password with letters that the login cannot carry
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            self.close()
            return Unreachable(spoken(fault))
        options = needed_options(address, connection)
        if options is None:
            return Refused("the mail server does not take addresses with such letters (SMTPUTF8)")
        return self._converse(connection, content, address, sender, options)

    def _converse(
        self,
        connection: smtplib.SMTP,
        content: bytes,
        address: str,
        sender: str,
        options: list[str],
    ) -> Outcome:
        try:
            if not options and in_one_go(connection, sender, address):
                self._introduce_in_one_go(connection, sender, address)
            else:
                expect("MAIL", connection.mail(sender, options), *GOOD["MAIL"])
                expect("RCPT", connection.rcpt(address), *GOOD["RCPT"])
                expect("DATA", connection.docmd("data"), *GOOD["DATA"])
            connection.send(as_travels(content))
        except Reply as reply:
            return self._after(reply, connection)
        except (OSError, smtplib.SMTPException, Lost) as fault:
            # without its last line the server cannot have taken the mail
            self.close()
            return Unreachable(spoken(fault))
        except ValueError as fault:  # a line end in an address
            self.close()
            return Refused(f"the address cannot be used: {fault}")
        return self._answer_to_content(connection)

    def _introduce_in_one_go(self, connection: smtplib.SMTP, sender: str, address: str) -> None:
        """MAIL, RCPT and DATA without waiting in between (RFC 2920); raises the first bad reply."""
        connection.send(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{address}>\r\nDATA\r\n")
        bad: list[Reply] = []
        for step, good in GOOD.items():
            try:
                expect(step, connection.getreply(), *good)
            except Reply as reply:
                bad.append(reply)
                if reply.code == CLOSING:
                    break
            except (OSError, smtplib.SMTPException):
                if not bad:
                    raise
                break
            else:
                if bad and step == "DATA":
                    self.close()  # it waits for a content that nobody is to get
        if bad:
            raise bad[0]

    def _answer_to_content(self, connection: smtplib.SMTP) -> Outcome:
        try:
            self._wait(connection, LONGER_FOR_CONTENT)
            code, words = connection.getreply()
            expect("DATA", (code, words), 250)
            self._wait(connection, 1)
        except Reply as reply:
            return self._after(reply, connection)
        except (OSError, smtplib.SMTPException, Lost) as fault:
            self.close()
            return Deferred(f"{LOST_AFTER_CONTENT} ({spoken(fault)})")
        return Accepted(f"{code} {words.decode('utf-8', 'replace')}")

    def _wait(self, connection: smtplib.SMTP, times: int) -> None:
        if connection.sock is not None:
            connection.sock.settimeout(self.timeout * times)

    def _after(self, reply: Reply, connection: smtplib.SMTP) -> Outcome:
        if reply.code == CLOSING:
            self.close()
            if reply.step == "MAIL":
                return Unreachable(str(reply))
            return Deferred(str(reply), reply.code)
        try:
            self._wait(connection, 1)
            expect("RSET", connection.rset(), 250)
        except (OSError, smtplib.SMTPException, Reply, Lost):
            self.close()
        # a sender that is refused is the office's set-up, not a fault of this mail
        if reply.step == "MAIL":
            return Deferred(str(reply))
        return Refused(str(reply)) if reply.code >= 500 else Deferred(str(reply), reply.code)

    def _open(self) -> smtplib.SMTP:
        if self._connection is None:
            settings = self.settings
            connection = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=self.timeout)
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
    """Raises Reply for another answer, Lost for one that no mail server gives."""
    code, words = answer
    if code in good:
        return
    if not 400 <= code < 600:
        raise Lost(f"the mail server's answer to {step} makes no sense: {code} {words[:100]!r}")
    raise Reply(step, code, words)


def as_travels(content: bytes) -> bytes:
    """With line ends and leading dots as SMTP wants them, and the line that ends it."""
    ends = content.count(b"\r\n")
    # an expression takes as long as the rest of SMTP, and our own mails are written as they travel
    if not ends == content.count(b"\n") == content.count(b"\r"):
        content = LINE_END.sub(b"\r\n", content)
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    first_dot = b"." if content.startswith(b".") else b""
    return first_dot + content.replace(b"\n.", b"\n..") + b".\r\n"


def in_one_go(connection: smtplib.SMTP, *addresses: str) -> bool:
    """Whether the server takes several commands at once, and the addresses need no quoting."""
    return connection.has_extn("pipelining") and all(map(PLAIN_ADDRESS.fullmatch, addresses))


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

"""Failures told in free words, as some mail servers still do. Unclear unless it is certain."""

from __future__ import annotations

import re
from email.message import Message
from email.utils import parseaddr

from services.notifications.reports.parts import header, words_of
from services.notifications.reports.report import BOUNCED, DELAYED, Report, on_one_line

# what follows is our own mail, which may hold any figures; bounded, for strangers write the lines
QUOTED = re.compile(
    r"^(?:--.{0,200}(?:copy of|original|below this line|undelivered)|---[ -]{0,80}"
    r"(?:enclosed|forwarded)|(?:return-path|received|message-id|content-type):\s|>)",
    re.IGNORECASE | re.MULTILINE,
)
ENHANCED = re.compile(r"(?<![\d.])#?([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
BASIC = re.compile(r"(?:^|[\s:<(\"])([45][0-5]\d)[\s\-:]", re.MULTILINE)
STILL_TRYING = re.compile(
    r"will (?:be )?(?:retr|keep trying|continue)|(?:warning|delayed|not yet been delivered"
    r"|temporar\w{1,9} (?:fail|problem|defer))|no action is required|do not need to resend",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"permanent (?:fatal )?error|(?:could|can) ?not be delivered|undeliverable|delivery (?:has )?"
    r"fail|returned to sender|unable to deliver|have given up|i've given up|not delivered"
    r"|viestiä ei voitu toimittaa|kunde inte levereras",
    re.IGNORECASE,
)
MACHINES = ("mailer-daemon", "postmaster", "mail-daemon", "mdaemon", "mailerdaemon")


def unformed_failure(message: Message) -> Report | None:
    """None where the mail does not come from a mail server, or does not say plainly how it went."""
    is_server = _is_mail_server(message)
    if not (is_server or _has_empty_path(message)):
        return None
    subject = header(message, "Subject")
    words = _own_words(words_of(message))
    status = _first(ENHANCED, words)
    code = status or _first(BASIC, words)
    failed = GIVEN_UP.search(f"{subject}\n{words}")
    trying = STILL_TRYING.search(f"{subject}\n{words}")
    said = on_one_line(_line_with(code, words) or subject)
    # an absent person's answer has an empty path too, and may hold any figures
    sure = failed or (is_server and not trying)
    if code.startswith("5") and sure:
        return Report(BOUNCED, said, status, _failed_recipient(message))
    if trying and not code.startswith("5"):
        return Report(DELAYED, said, status, _failed_recipient(message))
    return None


def _is_mail_server(message: Message) -> bool:
    """By who it says it is."""
    sender = parseaddr(header(message, "From"))[1].partition("@")[0].casefold()
    return sender in MACHINES or "X-Failed-Recipients" in message


def _has_empty_path(message: Message) -> bool:
    """The intake notes it: nobody is to be told what becomes of this mail."""
    path = message.get("Return-Path")
    return path is not None and not str(path).strip("<> ")


def _own_words(words: str) -> str:
    """Before the copy of our mail. It may begin with a line that looks like one: then all of it."""
    quoted = QUOTED.search(words)
    return words[: quoted.start()] if quoted and words[: quoted.start()].strip() else words


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[1] if found else ""


def _line_with(code: str, words: str) -> str:
    return next((line for line in words.splitlines() if code and code in line), "")


def _failed_recipient(message: Message) -> str:
    return header(message, "X-Failed-Recipients").partition(",")[0].strip()[:320]

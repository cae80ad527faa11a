"""Why a mail did not arrive, as far as the other side's words tell. Pure."""

from __future__ import annotations

import re
from typing import Any

from services.notifications.workflow.mail import BOUNCED

UNKNOWN = "unknown"

# the first that fits; what is certain before what is general. Status codes: RFC 3463 and its
# registry; words: as Postfix, Exchange Online, Gmail and others write them
CAUSES: tuple[tuple[str, str], ...] = (
    ("unwritable", r"cannot be written|SMTPUTF8|5\.1\.3|5\.5\.4.*address|bad address syntax"),
    ("lost", r"connection was lost after the content"),
    (
        "our_server",
        r"relay(?:ing)? (?:access )?(?:is )?(?:denied|not permitted|not allowed)|unable to relay"
        r"|5\.7\.54|authentication required|5\.7\.0 must issue|sender address rejected"
        r"|5\.1\.[78]\b",
    ),
    (
        "sender_checks",
        r"\bSPF\b|\bDKIM\b|\bDMARC\b|5\.7\.(?:20|21|22|23|24|25|26|27|29|509)\b|unauthenticated",
    ),
    (
        "blocklist",
        r"spamhaus|block ?list|black ?list|\bRBL\b|dnsbl|barracuda|reputation|5\.7\.606|5\.7\.511",
    ),
    (
        "no_domain",
        r"5\.1\.2\b|5\.4\.(?:4|310)\b|host(?:name)? (?:or domain name )?not found|domain not found"
        r"|unknown (?:host|domain)|no such domain|nxdomain|null ?mx|5\.1\.10 .*null"
        r"|does not accept mail",
    ),
    ("full", r"[45]\.2\.2\b|over ?quota|quota exceeded|mailbox (?:is )?full|5\.2\.120"),
    ("closed", r"5\.2\.1\b|(?:account|mailbox|user) (?:is )?(?:disabled|inactive|suspended)"),
    (
        "no_mailbox",
        r"5\.1\.(?:0|1|6|10)\b|5\.4\.1\b|5\.0\.0.*unknown"
        r"|(?:user|recipient|mailbox|address) unknown"
        r"|(?:unknown|no such|invalid) (?:user|recipient|mailbox|address)|does(?:n't| not) exist"
        r"|recipientnotfound|not found by smtp|no mailbox here|mailbox not found",
    ),
    ("too_large", r"5\.3\.4\b|5\.2\.3\b|\b552\b.*(?:size|large)|message (?:is )?too (?:big|large)"),
    ("loop", r"5\.4\.6\b|5\.4\.14\b|routing loop|too many hops|mail loop"),
    ("greylisted", r"gr[ea]ylist|4\.7\.1\b.*(?:try|later)|450 4\.2\.0"),
    ("too_many", r"4\.7\.28|5\.7\.28|rate limit|too many (?:messages|connections|recipients)"),
    ("tls", r"\bTLS\b|certificate|4\.7\.5\b|5\.7\.5\b"),
    ("policy", r"5\.7\.\d+|polic(?:y|ies)|spam|content rejected|prohibited|blocked|access denied"),
    (
        "no_server",
        r"connection refused|timed out|timeout|unreachable|no route|name or service not known"
        r"|temporary failure in name resolution|connection (?:unexpectedly )?(?:closed|reset|lost)"
        r"|errno",
    ),
    ("gave_up", r"4\.4\.7\b|delivery time expired|message expired|retry time(?:out)? exceeded"),
    ("busy", r"\b4\.\d{1,3}\.\d{1,3}\b|(?:^|\s)4[25]\d[ -]|try again later|temporar"),
    ("refused", r"\b5\.\d{1,3}\.\d{1,3}\b|(?:^|\s)5[0-5]\d[ -]"),
)
COMPILED = [(key, re.compile(pattern, re.IGNORECASE)) for key, pattern in CAUSES]


def cause_of(words: str) -> str:
    """A key of `CAUSES`, or UNKNOWN."""
    return next((key for key, pattern in COMPILED if pattern.search(words)), UNKNOWN)


def last_words(mail: Any) -> str:
    """What the other side said last about the mail: what came back, else the last attempt."""
    if mail.state == BOUNCED:
        bounces = [entry for entry in mail.history if entry["action"] == "bounce"]
        return str(bounces[-1]["data"]["reason"]) if bounces else ""
    return str(mail.last_words)


def cause_for(mail: Any) -> str:
    words = last_words(mail)
    outcome = mail.attempts[-1]["outcome"] if mail.attempts else ""
    if outcome == "paced" and mail.state != BOUNCED:
        return "too_many"
    if not words or (outcome == "expired" and cause_of(words) == UNKNOWN):
        return "too_late" if outcome == "expired" else UNKNOWN
    if outcome == "unreachable" and mail.state != BOUNCED:
        return "no_server"
    return cause_of(words)

"""A mail that came back as a person can read it: safe text, whatever stands in it."""

from __future__ import annotations

from email.message import Message

from services.notifications.reports.notices import DELIVERY, FEEDBACK
from services.notifications.reports.parts import (
    MOST_TEXT,
    Part,
    decoded,
    header,
    parsed,
    parts_of,
)

HEADERS = ("Return-Path", "From", "To", "Date", "Subject", "Message-ID", "Auto-Submitted")
OURS = ("From", "To", "Date", "Subject", "Message-ID")
SHOWN_RAW = 20_000


def headers_of(raw: bytes) -> list[tuple[str, str]]:
    try:
        message = parsed(raw)
    except Exception:  # a bomb has no headers worth showing
        return []
    return [(name, value[:500]) for name in HEADERS if (value := header(message, name))]


def readable(raw: bytes) -> str:
    """Its text and report. Of the copy of our mail only the headers: the rest holds its links."""
    try:
        told = [_told(part) for part in parts_of(parsed(raw))]
    except Exception:  # what cannot be read is shown as it is
        told = []
    whole = "\n\n".join(each.strip() for each in told if each.strip())
    return _clean(whole or decoded(raw[:SHOWN_RAW], "utf-8"))[:MOST_TEXT]


def _told(part: Part) -> str:
    if part.content_type in ("text/plain", "text/html"):
        return part.text
    if part.content_type in (*DELIVERY, *FEEDBACK):
        return part.lines
    if part.content_type in ("message/rfc822", "message/global") and part.message.is_multipart():
        inner = part.message.get_payload(0)
        if isinstance(inner, Message):
            lines = [f"{name}: {header(inner, name)}" for name in OURS if header(inner, name)]
            return "\n".join(lines)
    return ""


def _clean(words: str) -> str:
    lines = "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").splitlines())
    return "".join(c for c in lines if c.isprintable() or c in "\n\t")

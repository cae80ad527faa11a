"""The parts of a mail that came back, read without trusting it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from html import unescape

# an honest report is small; a bomb is cut before it is parsed
MOST_BYTES = 256 * 1024
MOST_DEPTH = 20
MOST_PARTS = 100
MOST_TEXT = 40_000  # characters of one part
MOST_HEADER = 2_000  # and of one header

# of host names: Python would decode a long text with them for minutes
NO_CHARSETS = ("punycode", "idna")
BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
# each ends at the next "<" at the latest: a mail of nothing else is still read in no time
UNSEEN = re.compile(r"<(?:style|script)\b[^<]*(?=<)", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Part:
    content_type: str
    message: Message

    @property
    def text(self) -> str:
        """Decoded as well as it can be."""
        payload = self.message.get_payload(decode=True)
        if not isinstance(payload, bytes):
            return ""
        words = decoded(payload, str(self.message.get_param("charset") or "utf-8"))
        words = words.replace("\r\n", "\n")[:MOST_TEXT]
        return without_tags(words) if self.content_type == "text/html" else words

    @property
    def lines(self) -> str:
        """What stands after the part's own header, for the types that hold header lines."""
        if self.message.get("Content-Transfer-Encoding", "").strip().lower() == "base64":
            return self.text or decoded_base64(self.message)
        whole = self.message.as_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        return whole.partition("\n\n")[2][:MOST_TEXT]


def parsed(raw: bytes) -> Message:
    """Raises only for nesting that no honest mail has (ValueError)."""
    cut = raw[:MOST_BYTES]
    if len(BOUNDARY.findall(cut)) > MOST_PARTS:
        raise ValueError("too many parts")
    return message_from_bytes(cut, policy=policy.compat32)


def parts_of(message: Message) -> list[Part]:
    """All of them, but nothing of a mail that is enclosed: that is ours, and no report."""
    return list(_walk(message, 0))[:MOST_PARTS]


def _walk(message: Message, depth: int) -> Iterator[Part]:
    content_type = message.get_content_type()
    yield Part(content_type, message)
    if depth < MOST_DEPTH and message.get_content_maintype() == "multipart":
        for part in message.get_payload() if message.is_multipart() else ():
            if isinstance(part, Message):
                yield from _walk(part, depth + 1)


def header(message: Message, name: str) -> str:
    """In readable letters, on one line; "" where there is none or it cannot be read."""
    value = str(message.get(name) or "")[:MOST_HEADER]
    try:
        words = str(make_header(decode_header(value)))
    except Exception:  # anything at all may stand there, and the library raises a dozen kinds
        words = value
    return " ".join(words.split())


def words_of(message: Message) -> str:
    """What the mail says to a person: its text parts one after the other."""
    parts = parts_of(message)
    plain = [part.text for part in parts if part.content_type == "text/plain"]
    shown = plain or [part.text for part in parts if part.content_type == "text/html"]
    return "\n".join(shown)[:MOST_TEXT]


def decoded(payload: bytes, charset: str) -> str:
    if charset.strip().casefold() in NO_CHARSETS:
        charset = "utf-8"
    try:
        return payload.decode(charset, "replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", "replace")


def decoded_base64(message: Message) -> str:
    """Of a part whose type Python takes for an enclosed mail, though it is encoded."""
    inner = message.get_payload(0) if message.is_multipart() else None
    if not isinstance(inner, Message):
        return ""
    bare = Message()
    bare["Content-Transfer-Encoding"] = "base64"
    bare.set_payload(inner.as_string().strip())
    payload = bare.get_payload(decode=True)
    return decoded(payload, "utf-8").replace("\r\n", "\n") if isinstance(payload, bytes) else ""


def without_tags(html: str) -> str:
    return unescape(TAG.sub(" ", UNSEEN.sub(" ", html)))

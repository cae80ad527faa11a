"""A bulletin as its readers see it: once per language, then each one's own addresses put in."""

from __future__ import annotations

import re
from binascii import b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

import mrml

from services.notifications.documents import Bulletin
from services.notifications.mails.subscriptions import (
    choices_address,
    leave_address,
    list_unsubscribe_headers,
)
from services.notifications.markdown import as_html, as_text
from services.notifications.mime import named
from services.notifications.rendering import TEMPLATES, Rendered, clean, office, one_line
from services.notifications.smtp import in_ascii_domain
from services.notifications.texts import fill, words_in
from shared import ambient
from shared.settings import Settings

PREVIEW = 120  # characters that a list of mails shows beside the subject
CRLF = "\r\n"
SOFT_END = b"=\r\n"  # a line end of quoted-printable that is none of the text
ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>()\[\],;:\\\"@]+")
PIECES = re.compile("(?:=3D|[^=]){1,72}")


@dataclass(frozen=True)
class Own:
    """The reader's own addresses."""

    choices: str
    leave: str


def nobodys(settings: Settings) -> Own:
    """For showing a bulletin to the office: the addresses are nobody's."""
    page = f"{settings.base_url}/subscriptions/newsletter"
    return Own(page, page)


def drawn_bulletin(
    bulletin: Bulletin, language: str, own: Own, settings: Settings, *, test: bool = False
) -> Rendered:
    """Pure but for reading templates. `language` is one it is written in."""
    words = words_in(language)
    title = one_line(bulletin.title[language])
    text = as_text(bulletin.text[language])
    shown = {
        "language": language,
        "title": title,
        "kind": words[f"bulletin.kind.{bulletin.kind}"],
        "html": as_html(bulletin.text[language]),
        "text": text,
        "preview": " ".join(text.split())[:PREVIEW],
        "why": words[f"bulletin.why.{bulletin.kind}"],
        "note": words["bulletin.test.note"] if test else "",
        "contact": fill(words["footer.contact"], clean(office(settings))),
        "own": own,
        "words": words,
    }
    html = mrml.to_html(TEMPLATES.get_template("bulletin.mjml.xml").render(shown)).content
    plain = TEMPLATES.get_template("bulletin.txt").render(shown)
    subject = fill(words["bulletin.test.subject"], {"title": title}) if test else title
    return Rendered(subject, html, plain.strip() + "\n")


@dataclass(frozen=True)
class To:
    """One recipient. `subscriber` is the id."""

    subscriber: str
    email: str
    message_id: str


class Press:
    """A bulletin in one language, ready but for what is each recipient's own.

    Rendering takes milliseconds, filling in microseconds: 50,000 are wanted.
    """

    def __init__(self, bulletin: Bulletin, language: str, settings: Settings) -> None:
        self.kind, self.language, self.settings = bulletin.kind, language, settings
        # nobody who writes a bulletin can guess these, so none of it is taken for a place to fill
        key = ambient.new_id()
        marks = Own(f"https://choices-{key}.invalid/", f"https://leave-{key}.invalid/")
        rendered = drawn_bulletin(bulletin, language, marks, settings)
        self._places = re.compile(f"({re.escape(marks.choices)}|{re.escape(marks.leave)})")
        self._leave = marks.leave
        self._head = _head(language, rendered.subject, settings)
        self._body = self._pieces(_body(rendered, key))

    def letter(self, to: To, moment: datetime) -> bytes:
        """Raises ValueError for an address that can be none."""
        settings, reader = self.settings, (to.subscriber, to.email)
        own = {
            True: _quoted(leave_address(settings, *reader)),
            False: _quoted(choices_address(settings, *reader, self.language)),
        }
        headers = {
            "Message-ID": to.message_id,
            "Date": format_datetime(moment),
            "To": _address(to.email),
            **list_unsubscribe_headers(settings, *reader, self.kind),
        }
        lines = "".join(f"{name}: {value}{CRLF}" for name, value in headers.items())
        body = [part if isinstance(part, bytes) else own[part] for part in self._body]
        return b"".join([lines.encode(), self._head, *body])

    def _pieces(self, body: list[str | bytes]) -> list[bytes | bool]:
        """Bytes as they travel; where an address goes: whether it is the one for leaving."""
        pieces: list[bytes | bool] = []
        for part in body:
            if isinstance(part, bytes):
                pieces.append(part)
                continue
            for found in self._places.split(part):
                is_place = self._places.fullmatch(found)
                pieces.append(found == self._leave if is_place else _quoted_text(found))
        return pieces


def _head(language: str, subject: str, settings: Settings) -> bytes:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = named(settings.office_name, parseaddr(settings.mail_from)[1])
    letter["Reply-To"] = named(settings.office_name, settings.office_email)
    letter["Subject"] = subject
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["Precedence"] = "bulk"
    letter["Content-Language"] = language
    return letter.as_bytes().rstrip(b"\r\n") + b"\r\n"


def _body(rendered: Rendered, boundary: str) -> list[str | bytes]:
    """The two parts. A str is text still to be filled in and quoted, bytes are as they are."""
    content_type = f'Content-Type: multipart/alternative; boundary="{boundary}"'
    body: list[str | bytes] = [f"MIME-Version: 1.0{CRLF}{content_type}{CRLF}".encode()]
    for kind, text in (("plain", rendered.text), ("html", rendered.html)):
        lines = (
            f"{CRLF}--{boundary}",
            f'Content-Type: text/{kind}; charset="utf-8"',
            "Content-Transfer-Encoding: quoted-printable",
            CRLF,
        )
        body += [CRLF.join(lines).encode(), text]
    return [*body, f"{CRLF}--{boundary}--{CRLF}".encode()]


def _quoted_text(text: str) -> bytes:
    return b2a_qp(text.encode(), istext=True).replace(b"\n", b"\r\n")


def _quoted(address: str) -> bytes:
    """An address on lines of its own that are none of the text."""
    pieces = PIECES.findall(address.replace("=", "=3D"))
    return SOFT_END + SOFT_END.join(piece.encode() for piece in pieces) + SOFT_END


def _address(email: str) -> str:
    """Raises ValueError for what can be no address, such as one with a line end."""
    address = in_ascii_domain(email)
    if not (ADDRESS.fullmatch(address) and address.isprintable()):
        raise ValueError(f"{email!r} is no address")
    return address

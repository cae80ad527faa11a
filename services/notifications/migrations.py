"""How stored mails have changed their shape. What stands here knows the shapes as they were and
imports nothing of the service: it must do the same in years to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from itertools import groupby
from typing import Any

from shared.migrations.migration import AsStored, Migration
from shared.settings import Settings

GONE = ("html", "text", "attachments", "calendar", "reply_to", "lease_until")
NEW = {"event_type": "", "case_sequence": 0, "held_because": ""}


def refer_to_content(mail: AsStored) -> AsStored:
    """What the mail says is no longer part of it: it names its first content. There are mails that
    were written so before they had numbers: they stay as they are."""
    rest = {name: value for name, value in mail.items() if name not in GONE}
    return {**NEW, "content_id": f"{mail['_id']}.1", **rest}


def content_apart(mail: AsStored, settings: Settings) -> dict[str, list[AsStored]]:
    """The bytes as the earlier release sent them, and words that staff can send anew."""
    if "html" not in mail:
        return {}
    content: AsStored = {
        "_id": f"{mail['_id']}.1",
        "subject": mail["subject"],
        **_words_and_frame(mail),
        "attachments": mail.get("attachments") or [],
        "raw": b"",
        "fault": "",
        "made_at": mail["created_at"],
    }
    try:
        content["raw"] = _letter(mail, settings).as_bytes()
    except ValueError as error:
        content["fault"] = f"the mail cannot be written: {error}"
    return {"mail_contents": [content]}


CONTENT_APART = Migration(
    2, "what a mail says stands apart from it", refer_to_content, content_apart
)
MAILS = (CONTENT_APART,)


def _words_and_frame(mail: AsStored) -> dict[str, Any]:
    """From the plain text: between its head and its foot, each address a link of the frame."""
    body = mail["text"].partition("\n--\n")[0].partition("\n\n")[2]
    links: dict[str, str] = {}
    words = {"subject": mail["subject"], "heading": mail["subject"], "tag_kind": "info", "tag": ""}
    words["blocks"] = list(_blocks(body, links))
    frame = {"language": mail["recipient"]["language"], "reference": mail.get("reference", "")}
    frame |= {"rows": [], "link": "", "links": links, "reply_to": mail.get("reply_to") or {}}
    return {"words": words, "frame": frame}


def _blocks(body: str, links: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Fills in `links`: they are bound to their recipient, and change with a corrected address."""
    for part in body.split("\n\n"):
        for is_address, lines in groupby(part.splitlines(), _is_address):
            text = "\n".join(lines).strip()
            if is_address:
                name = f"link{len(links) + 1}"
                links[name] = text
                yield _block("link", name)
            elif text:
                yield _block("paragraph", text)


def _is_address(line: str) -> bool:
    return line.strip().startswith(("http://", "https://")) and len(line.split()) == 1


def _block(kind: str, text: str) -> dict[str, Any]:
    return {"kind": kind, "text": text, "items": [], "only_with": ""}


def _letter(mail: AsStored, settings: Settings) -> EmailMessage:
    """Raises ValueError for an address that can be none."""
    recipient = _in_ascii_domain(mail["recipient"]["email"])
    method = mail.get("calendar")
    letter = EmailMessage(policy=SMTP if recipient.isascii() else SMTP.clone(utf8=True))
    letter["Message-ID"] = mail["message_id"]
    letter["Date"] = format_datetime(mail["created_at"])
    letter["From"] = _named(settings.office_name, parseaddr(settings.mail_from)[1])
    letter["To"] = _named(mail["recipient"].get("name", ""), recipient)
    letter["Reply-To"] = _answered_to(mail.get("reply_to") or {}, settings)
    letter["Subject"] = mail["subject"]
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(mail["text"], cte="quoted-printable")
    letter.add_alternative(mail["html"], subtype="html", cte="quoted-printable")
    for file in mail.get("attachments") or ():
        if method:
            calendar, params = bytes(file["content"]).decode(), {"method": method}
            letter.add_alternative(calendar, subtype="calendar", params=params, cte="base64")
    for file in mail.get("attachments") or ():
        _attach(letter, file, method)
    letter["Content-Language"] = mail["recipient"]["language"]
    return letter


def _attach(letter: EmailMessage, file: Mapping[str, Any], method: str | None) -> None:
    kind, _, rest = file["content_type"].partition(";")[0].partition("/")
    params = {"method": method} if method else None
    letter.add_attachment(
        bytes(file["content"]),
        maintype=kind,
        subtype=rest,
        filename=file["filename"],
        params=params,
    )


def _answered_to(reply_to: Mapping[str, str], settings: Settings) -> Address:
    if not reply_to:
        return _named(settings.office_name, settings.office_email)
    return _named(reply_to["name"], _in_ascii_domain(reply_to["email"]))


def _in_ascii_domain(address: str) -> str:
    local, at, domain = address.rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def _named(name: str, email: str) -> Address:
    local, _, domain = email.rpartition("@")
    return Address(" ".join(name.split()), local, domain)

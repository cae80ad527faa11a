"""The local mailbox: every mail that was sent, to be read and clicked. Demonstrations only."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from services.notifications.documents import CaughtMail
from services.notifications.documents.content import read_part
from services.notifications.listing import having
from services.notifications.showing import download, framed
from shared.errors import NotFound
from shared.web.context import private_page
from shared.web.paging import SIZE, Page, page_number, skipped

pages = Blueprint("mailbox", __name__)


@dataclass(frozen=True)
class ReadMail:
    """A caught mail as a mail program shows it."""

    caught: CaughtMail
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["From"] or "")

    @property
    def to(self) -> str:
        return ", ".join(self.caught.recipients)

    @property
    def html(self) -> str:
        return read_part(self.message.get_body(("html",)))

    @property
    def text(self) -> str:
        return read_part(self.message.get_body(("plain",)))

    @property
    def attachments(self) -> list[EmailMessage]:
        return [
            part
            for part in self.message.iter_attachments()
            if part.get_content_disposition() == "attachment"
        ]


def read(caught: CaughtMail) -> ReadMail:
    return ReadMail(caught, message_from_bytes(bytes(caught.raw), policy=policy.default))


def find(key: str) -> ReadMail:
    caught = CaughtMail.objects(id=key).first()
    if caught is None:
        raise NotFound(f"no caught mail {key}")
    return read(caught)


@pages.get("")
def list_mails() -> ResponseReturnValue:
    to = request.args.get("to", "").strip()[:200]
    found = CaughtMail.objects(__raw__={"recipients": having(to)}) if to else CaughtMail.objects
    number = page_number()
    rows = found.order_by("-received_at").skip(skipped(number)).limit(SIZE)
    page = Page([read(row) for row in rows], found.count(), number)
    return private_page(render_template("mailbox/list.html", page=page, to=to))


@pages.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    return private_page(render_template("mailbox/mail.html", mail=find(key)))


@pages.get("/<key>/html")
def show_html(key: str) -> ResponseReturnValue:
    return framed(find(key).html, links=True)


@pages.get("/<key>/attachments/<int:number>")
def attachment(key: str, number: int) -> ResponseReturnValue:
    attachments = find(key).attachments
    if not 0 < number <= len(attachments):
        raise NotFound(f"caught mail {key} has no attachment {number}")
    part = attachments[number - 1]
    content = part.get_payload(decode=True)
    return download(
        content if isinstance(content, bytes) else b"", part.get_filename() or "attachment"
    )

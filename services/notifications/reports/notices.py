"""Reports in the forms that standards name: RFC 3464 and 6533 (delivery), RFC 5965 (complaints)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.message import Message
from email.parser import HeaderParser

from services.notifications.reports.parts import Part, header
from services.notifications.reports.report import (
    BOUNCED,
    COMPLAINT,
    DELAYED,
    DELIVERED,
    UNCLEAR,
    Report,
    on_one_line,
)

DELIVERY = ("message/delivery-status", "message/global-delivery-status")
FEEDBACK = ("message/feedback-report",)
BY_ACTION = {
    "failed": BOUNCED,
    "delayed": DELAYED,
    "delivered": DELIVERED,
    "relayed": DELIVERED,
    "expanded": DELIVERED,
}
BY_CLASS = {"5": BOUNCED, "4": DELAYED, "2": DELIVERED}
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
JUNK = ("abuse", "fraud", "virus", "opt-out", "opt-out-list", "other")


def delivery_report(parts: Sequence[Part]) -> Report | None:
    """None where the mail is no delivery status notice."""
    part = next((each for each in parts if each.content_type in DELIVERY), None)
    if part is None:
        return None
    rows = [_of_recipient(block) for block in blocks(part.lines) if _names_recipient(block)]
    if not rows:
        return Report(UNCLEAR)
    kinds = {row.kind for row in rows}
    if len(kinds) > 1 and DELIVERED in kinds:
        # one mail to one address: somebody's forwarding went two ways, and one of them arrived
        words = "; ".join(f"{row.recipient}: {row.words}" for row in rows)
        return Report(UNCLEAR, on_one_line(words))
    return next((row for row in rows if row.kind == BOUNCED), rows[0])


def complaint(parts: Sequence[Part]) -> Report | None:
    part = next((each for each in parts if each.content_type in FEEDBACK), None)
    if part is None:
        return None
    block = next(iter(blocks(part.lines)), Message())
    kind = header(block, "Feedback-Type").casefold()
    said = ", ".join(
        filter(None, (kind, header(block, "Source-IP"), header(block, "Reported-Domain")))
    )
    recipient = header(block, "Original-Rcpt-To").strip("<> ")
    return Report(COMPLAINT if kind in JUNK else UNCLEAR, on_one_line(said), "", recipient)


def blocks(lines: str) -> list[Message]:
    """Groups of header lines with an empty line between them."""
    groups = re.split(r"\n[ \t]*\n", lines.strip("\n"))[:50]
    return [HeaderParser().parsestr(group) for group in groups if group.strip()]


def _names_recipient(block: Message) -> bool:
    return any(name in block for name in ("Final-Recipient", "Original-Recipient", "Action"))


def _of_recipient(block: Message) -> Report:
    said = _typed(header(block, "Diagnostic-Code"))
    told = STATUS.search(header(block, "Status"))
    found = told or STATUS.search(said)
    status = found[1] if found else ""
    action = header(block, "Action").casefold().partition(" ")[0].strip(";,()")
    kind = BY_ACTION.get(action) or BY_CLASS.get(status[:1], UNCLEAR)
    # 5.0.0 says nothing; the server's own words often do
    better = STATUS.search(said)
    if status in ("", "5.0.0", "4.0.0") and better and better[1][0] == (status or better[1])[0]:
        status = better[1]
    words = said or header(block, "Remote-MTA")
    if status and status not in words:
        words = f"{status} {words}".strip()
    return Report(kind, on_one_line(words), status, _recipient(block))


def _recipient(block: Message) -> str:
    """As we wrote it, where that is told: the final one may be behind a forwarding."""
    for name in ("Original-Recipient", "Final-Recipient"):
        address = _typed(header(block, name)).strip("<> ")
        if "@" in address:
            return address[:320]
    return ""


def _typed(value: str) -> str:
    """smtp; 550 no such user → 550 no such user"""
    kind, mark, rest = value.partition(";")
    return rest.strip() if mark and re.fullmatch(r"[\w-]+", kind.strip()) else value

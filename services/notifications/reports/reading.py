"""From the bytes of a mail that came back to what it says."""

from __future__ import annotations

from services.notifications.reports.answers import auto_reply, loop
from services.notifications.reports.notices import complaint, delivery_report
from services.notifications.reports.parts import header, parsed, parts_of, words_of
from services.notifications.reports.report import UNCLEAR, Report, on_one_line
from services.notifications.reports.unformed import unformed_failure


def read_report(raw: bytes, our_id: str = "") -> Report:
    """Never raises. `our_id` is the Message-ID of the mail it came back for.

    Failures go before automatic answers: Exim calls its failures auto-replied too.
    """
    try:
        message = parsed(raw)
        parts = parts_of(message)
        return (
            complaint(parts)
            or delivery_report(parts)
            or loop(message, our_id)
            or unformed_failure(message)
            or auto_reply(message, parts)
            or Report(UNCLEAR, on_one_line(header(message, "Subject") or words_of(message)))
        )
    except Exception:
        # strangers write these bytes, and the library raises RecursionError and what not: what
        # cannot be read is for a person
        return Report(UNCLEAR)

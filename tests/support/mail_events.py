"""mail.* events about one case, as the notifications service tells them."""

from datetime import UTC, datetime, timedelta

from shared.contracts import notifications  # noqa: F401 (its contracts read the samples)
from tests.support.events import event

NOON = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def mail_event(step, case, *, sequence, mail="m" * 32, to="maija@porvoo.example", **data):
    """`step` as in mail.failed.v1; `sequence` the mail's own, which tells the order."""
    return event(
        f"mail.{step}.v1",
        id=f"{mail[:8]}-{step}-{sequence}",
        sequence=sequence,
        time=NOON + timedelta(minutes=sequence),
        about=case.id,
        message_id=mail,
        recipient=to,
        **data,
    )

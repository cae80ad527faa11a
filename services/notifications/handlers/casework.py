"""What staff do with one mail."""

from __future__ import annotations

from services.notifications.delivery.journal import refuse_in_hand
from services.notifications.documents import Message
from services.notifications.mails.mail import LADDER_LASTS
from shared import ambient
from shared.errors import NotFound
from shared.workflow.perform import perform
from shared.workflow.table import Actor


def find_mail(key: str) -> Message:
    message: Message | None = Message.objects(id=key).first()
    if message is None:
        raise NotFound(f"no mail {key}")
    return message


def resend_mail(message: Message, actor: Actor, *, expected_version: int | None = None) -> Message:
    """Back to the queue with a fresh ladder of attempts; the earlier ones stay on record."""
    now = ambient.now()
    sets = {"next_at": now, "give_up_at": now + LADDER_LASTS}
    return perform(message, "resend", actor, sets=sets, expected_version=expected_version)


def discard_mail(
    message: Message,
    actor: Actor,
    reason: str,
    *,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Message:
    """Never sent. Refused while a worker has it in hand: it may be with the mail server already."""
    if not (cause and message.has_handled("discard", cause)):
        refuse_in_hand(message.id, "discard", message.state)
    return perform(
        message,
        "discard",
        actor,
        data={"reason": reason},
        cause=cause,
        expected_version=expected_version,
    )

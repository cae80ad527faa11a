"""Mails of subscriptions are forgotten: who has left an address and taken it back leaves no trace.

Their links have come to an end by then, and nobody asks any more why one did not arrive.
"""

from __future__ import annotations

from datetime import timedelta

from services.notifications.documents import MailContent, Message
from services.notifications.texts import templates
from services.notifications.workflow.mail import BOUNCED, DISCARDED, FAILED, SENT
from shared import ambient

KEPT = timedelta(days=30)  # the privacy notice promises it
SETTLED = (SENT, FAILED, BOUNCED, DISCARDED)
KINDS = ("subscription_", "round_")
AT_ONCE = 200


def forget_old_mails() -> int:
    """How many were deleted, at most AT_ONCE. One that still has something to tell waits."""
    kinds = [template for template in templates() if template.startswith(KINDS)]
    old = Message.objects(
        state__in=SETTLED, template__in=kinds, created_at__lt=ambient.now() - KEPT, outbox__size=0
    )
    found = list(old.only("id").limit(AT_ONCE))
    for mail in found:
        # its contents, <mail id>.<n>: first, so that a kill between the two leaves no orphan
        MailContent.objects(id__gte=f"{mail.id}.", id__lt=f"{mail.id}/").delete()
        Message.objects(id=mail.id).delete()
    return len(found)

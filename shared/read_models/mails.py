"""Which mails went to whom, shown on the case they are about."""

from __future__ import annotations

from typing import Any

from shared.messaging.envelope import Event
from shared.workflow.case import Case


def note_mail(case_class: type[Case], event: Event) -> None:
    """Keep one row a mail in the case's `mails`, the newest standing. For mail.* events.

    Idempotent, safe against reordering; a mail about a case of another class changes nothing.
    """
    mail = event.data
    row: dict[str, Any] = {
        "message_id": mail["message_id"],
        "event_id": mail["event_id"],
        "template": mail["template"],
        "recipient": mail["recipient"],
        "subject": mail["subject"],
        "state": event.type.split(".")[1],
        "reason": mail["reason"],
        "at": event.time,
        "sequence": event.sequence,
    }
    cases = case_class._get_collection()
    about = {"_id": mail["about"]}
    if not cases.find_one(about, {"_id": True}):  # a look costs a tenth of a write in vain
        return
    newer = {
        "mails": {
            "$elemMatch": {"message_id": row["message_id"], "sequence": {"$lt": event.sequence}}
        }
    }
    if not cases.update_one(about | newer, {"$set": {"mails.$": row}}).modified_count:
        unseen = {"mails.message_id": {"$ne": row["message_id"]}}
        cases.update_one(about | unseen, {"$push": {"mails": row}})

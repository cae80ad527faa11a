"""Handlers of other services' events: they only keep our own read models."""

from __future__ import annotations

from typing import Any

from pymongo.errors import DuplicateKeyError

from services.applications.documents import Application, ExpertView
from shared.contracts import experts, notifications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler


def when_expert_changed_keep_view(event: Event) -> None:
    """Idempotent and safe against reordering: an older sequence never overwrites a newer."""
    expert = event.data["expert"]
    kept = {
        name: value for name, value in expert.items() if name not in ("id", "state", "contracts")
    }
    kept["contracts"] = [
        {**period, "start": period["start"].isoformat(), "end": period["end"].isoformat()}
        for period in expert["contracts"]
    ]
    kept |= {"active": expert["state"] == "active", "sequence": event.sequence}
    try:
        ExpertView._get_collection().update_one(
            {"_id": expert["id"], "sequence": {"$lt": event.sequence}}, {"$set": kept}, upsert=True
        )
    except DuplicateKeyError:
        pass  # what we have is as new or newer


def when_mail_moved_note_on_case(event: Event) -> None:
    """The case shows which mails went to whom: one row a mail, the newest standing."""
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
    applications = Application._get_collection()
    about = {"_id": mail["about"]}
    newer = {
        "mails": {
            "$elemMatch": {"message_id": row["message_id"], "sequence": {"$lt": event.sequence}}
        }
    }
    if not applications.update_one(about | newer, {"$set": {"mails.$": row}}).modified_count:
        unseen = {"mails.message_id": {"$ne": row["message_id"]}}
        applications.update_one(about | unseen, {"$push": {"mails": row}})


HANDLERS: dict[type[EventContract], list[Handler]] = {
    experts.ExpertAdded: [when_expert_changed_keep_view],
    experts.ExpertChanged: [when_expert_changed_keep_view],
    experts.ExpertEnded: [when_expert_changed_keep_view],
    experts.ExpertReturned: [when_expert_changed_keep_view],
    notifications.MailQueued: [when_mail_moved_note_on_case],
    notifications.MailSent: [when_mail_moved_note_on_case],
    notifications.MailFailed: [when_mail_moved_note_on_case],
}

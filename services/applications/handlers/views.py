"""Handlers of other services' events: they only keep our own read models."""

from __future__ import annotations

from services.applications.documents import Application, ExpertView
from shared.contracts import experts, notifications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models import set_if_newer
from shared.read_models.mails import note_mail


def when_expert_changed_keep_view(event: Event) -> None:
    expert = event.data["expert"]
    kept = {
        name: value for name, value in expert.items() if name not in ("id", "state", "contracts")
    }
    kept["contracts"] = [
        {**period, "start": period["start"].isoformat(), "end": period["end"].isoformat()}
        for period in expert["contracts"]
    ]
    kept["active"] = expert["state"] == "active"
    set_if_newer(ExpertView, expert["id"], event.sequence, kept)


def when_mail_moved_note_on_case(event: Event) -> None:
    note_mail(Application, event)


HANDLERS: dict[type[EventContract], list[Handler]] = {
    experts.ExpertAdded: [when_expert_changed_keep_view],
    experts.ExpertChanged: [when_expert_changed_keep_view],
    experts.ExpertEnded: [when_expert_changed_keep_view],
    experts.ExpertReturned: [when_expert_changed_keep_view],
    notifications.MailQueued: [when_mail_moved_note_on_case],
    notifications.MailSent: [when_mail_moved_note_on_case],
    notifications.MailFailed: [when_mail_moved_note_on_case],
}

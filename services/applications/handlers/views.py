"""Handlers of other services' events: they keep our own read models, and follow the mails."""

from __future__ import annotations

from typing import Any

from services.applications.documents import Application, ExpertView
from services.applications.workflow import AGREED, ORDERED
from shared.contracts import experts, notifications
from shared.contracts.base import EventContract
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models import set_if_newer
from shared.read_models.mails import follow_mail, has_address


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
    follow_mail(Application, event, address_corrected, awaited)


def awaited(application: Application) -> list[str]:
    party = application.expert if application.state in (ORDERED, AGREED) else application.contact
    return [str(party.get("email", ""))]


def address_corrected(application: Application, old: str, new: str) -> dict[str, Any]:
    """The parties as this application knows them; an expert's own card is kept elsewhere."""
    parties = {"contact": application.contact, "expert": application.expert}
    return {
        name: {**party, "email": new} for name, party in parties.items() if has_address(party, old)
    }


HANDLERS: dict[type[EventContract], list[Handler]] = {
    experts.ExpertAdded: [when_expert_changed_keep_view],
    experts.ExpertChanged: [when_expert_changed_keep_view],
    experts.ExpertEnded: [when_expert_changed_keep_view],
    experts.ExpertReturned: [when_expert_changed_keep_view],
    **{contract: [when_mail_moved_note_on_case] for contract in notifications.MAIL_EVENTS},
}

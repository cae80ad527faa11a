"""The mails of a tip: to whoever gave it, and to the people of the deed it is about."""

from __future__ import annotations

from services.notifications.mails.mail import Mail
from services.notifications.mails.market import Told
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings


def to_tipster(event: Event, settings: Settings) -> Told | None:
    """None for one who left no address."""
    tip = event.data["tip"]
    if not tip["tipster"] or not tip["tipster"]["email"]:
        return None
    return Told.of(event, settings, tip["tipster"], Role.READER, tip)


def _facts(case: Told) -> tuple[tuple[str, str], ...]:
    tip = case.event.data["tip"]
    return case.rows(tip=tip["about"], organisation=tip["organisation"])


def received(event: Event, settings: Settings) -> Mail | None:
    case = to_tipster(event, settings)
    return case.mail("tip_received", rows=_facts(case)) if case else None


def followed(event: Event, settings: Settings) -> Mail | None:
    case = to_tipster(event, settings)
    link = case.page("/deeds") if case else ""
    return case.mail("tip_followed", rows=_facts(case), link=link) if case else None


def invitation(event: Event, settings: Settings) -> Mail:
    """The form waits for them, filled in as far as we know. Who gave the tip is not told."""
    said = event.data
    case = Told.of(event, settings, said["invited"], Role.AUTHOR, said["tip"])
    given = said["prefilled"]
    return case.mail(
        "tip_invitation",
        {"message": said["message"]},
        rows=case.rows(deed=given["title"], organisation=given["organisation"]),
        link=case.personal("deed-draft", case_id=said["deed_id"]),
    )

"""Whom a step of the table mails, said before anybody presses the button."""

from __future__ import annotations

from services.applications.documents import Application
from shared.roles import Role
from shared.workflow.table import Transition


def mailed_by(row: Transition, application: Application) -> list[str]:
    """One line for each person: name and address. Read from the event that the row tells."""
    parties = {Role.APPLICANT: application.contact, Role.EXPERT: application.expert}
    people = [parties.get(role) or {} for role in (row.event.tells if row.event else ())]
    return [f"{person['name']}, {person['email']}" for person in people if person.get("email")]

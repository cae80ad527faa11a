"""Whom a step of the table mails, said before anybody presses the button."""

from __future__ import annotations

from services.deeds.documents import Deed
from shared.roles import Role
from shared.workflow.table import Transition


def mailed_by(row: Transition | None, deed: Deed) -> list[str]:
    """One line for each person: name and address. Read from the event that the row tells."""
    tells = row.event.tells if row and row.event else ()
    author = deed.author
    if Role.AUTHOR not in tells or not author.get("email"):
        return []
    return [", ".join(filter(None, (author.get("name"), author["email"])))]

"""A deed by its id or number, and who stands behind it."""

from __future__ import annotations

from services.deeds.documents import Deed
from services.deeds.workflow.deed import MERGED
from shared.errors import NotFound
from shared.roles import Role
from shared.workflow.table import Actor


def deed_by_id(deed_id: str) -> Deed:
    """Raises NotFound."""
    found: Deed | None = Deed.objects(id=deed_id).first()
    if found is None:
        raise NotFound(f"no deed {deed_id}")
    return found


def deed_by_number(number: int) -> Deed:
    """Raises NotFound."""
    # beyond 64 bits the store cannot even look
    found: Deed | None = Deed.objects(number=number).first() if number < 2**63 else None
    if found is None:
        raise NotFound(f"no deed number {number}")
    return found


def deed_instead(deed: Deed) -> Deed:
    """The deed that `deed` was joined to, over however many joinings; itself if it was not.

    Raises NotFound where there is none, or where joinings of an earlier version go in a circle.
    """
    passed: set[str] = set()
    while deed.state == MERGED:
        if deed.id in passed:
            raise NotFound(f"deed {deed.id} leads back to itself")
        passed.add(deed.id)
        deed = deed_by_id(deed.merged_into)
    return deed


def author_of(deed: Deed) -> Actor:
    """The one who tells, for the record. Before sending, what the form says of them."""
    person = deed.author or deed.content.get("contact") or {}
    return Actor(Role.AUTHOR, person.get("name", ""), person.get("email", ""))

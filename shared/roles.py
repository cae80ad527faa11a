"""The roles of the programme, used by tables, contracts, sessions and tokens alike."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    APPLICANT = "applicant"
    EXPERT = "expert"
    PARTICIPANT = "participant"
    AUTHOR = "author"
    READER = "reader"
    JUROR = "juror"
    AUDITOR = "auditor"
    STAFF = "staff"
    MANAGER = "manager"
    SYSTEM = "system"


# whoever has the role on the left may do what the roles on the right may
IMPLIED: dict[Role, frozenset[Role]] = {Role.MANAGER: frozenset({Role.STAFF})}


def with_implied(roles: Iterable[Role]) -> frozenset[Role]:
    given = frozenset(roles)
    return given.union(*(IMPLIED.get(role, frozenset()) for role in given))

"""A feed of deeds, whatever it is written as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

LICENCE_NAME = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
NEVER = datetime(2015, 1, 1, tzinfo=UTC)  # the programme began: when a feed has nothing yet


@dataclass(frozen=True)
class Entry:
    """One deed. `id` is a URI that never changes; `body` is HTML, all of it escaped by us."""

    id: str
    title: str
    address: str
    language: str
    author: str
    summary: str
    body: str
    categories: tuple[tuple[str, str], ...]  # (key, name in the deed's language)
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Feed:
    """`address`: its own. `page`: the same for people."""

    title: str
    subtitle: str
    language: str
    rights: str
    address: str
    page: str
    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime:
        return max((entry.updated_at for entry in self.entries), default=NEVER)

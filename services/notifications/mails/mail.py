"""A mail as a value: what it says and to whom, before it is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.calendar_entry import CalendarEntry
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

LADDER_LASTS = timedelta(days=3)  # how long delivery is tried before it counts as failed


@dataclass(frozen=True)
class Addressee:
    """`role` is the party of the case; None for one who has no case."""

    name: str
    email: str
    language: str
    role: Role | None = None


@dataclass(frozen=True)
class Correspondent:
    """Somebody who can be written to. The address has ASCII letters before its @."""

    name: str
    email: str


@dataclass(frozen=True)
class File:
    """Something to attach. `write` gives its content: it may take a while, and many who look at a
    mail do not open its files.
    """

    filename: str
    content_type: str
    write: Callable[[], bytes]

    @property
    def content(self) -> bytes:
        return self.write()


@dataclass(frozen=True)
class Mail:
    """values and lists fill the text's placeholders; rows are (label, value) of its fact table.

    link is what its button opens, links what the text's other addresses are, by name; leads what
    a list's rows open, by the row's words.
    reply_to: who gets the answer; the office when nobody is named.
    lasts: how long it is worth delivering.
    reminds: of something told before; kept back while that waits in the office.
    """

    template: str
    to: Addressee
    about: str = ""
    reference: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: tuple[tuple[str, str], ...] = ()
    link: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    reply_to: Correspondent | None = None
    calendar: CalendarEntry | None = None
    attachments: tuple[File, ...] = ()
    lasts: timedelta = LADDER_LASTS
    reminds: bool = False


Builder = Callable[[Event, Settings], Mail | None]
SeveralBuilder = Callable[[Event, Settings], list[Mail]]


def address_of(settings: Settings, path: str, language: str) -> str:
    """An address for a mail: it opens in the language the mail is written in."""
    return f"{settings.base_url}{path}?lang={language}"

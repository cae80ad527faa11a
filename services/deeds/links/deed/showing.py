"""What the author's pages show of a deed beside its text: what may be done, what has happened."""

from __future__ import annotations

from typing import Any

from services.deeds.documents import Deed
from services.deeds.handlers.finding import deed_instead
from services.deeds.words import authoring as words
from services.deeds.workflow import DEED
from shared.roles import Role

OFFICE = (Role.STAFF, Role.MANAGER)
Entry = dict[str, Any]


def actions_of(deed: Deed) -> set[str]:
    return {row.action for row in DEED.open_to(deed.state, [Role.AUTHOR])}


def timeline(deed: Deed, since: int = 0) -> list[Entry]:
    """The steps that the author is told of, newest first; those after version `since`."""
    told = [entry for entry in deed.changes_since(since) if entry["action"] in words.STEPS]
    return [_shown(entry) for entry in reversed(told)]


def last_word(deed: Deed) -> Entry | None:
    """What the office wrote with the latest step, if that was the office's."""
    told = [entry for entry in deed.history if entry["action"] in words.STEPS]
    if not told or told[-1]["actor"]["role"] not in OFFICE or not words.said(told[-1]):
        return None
    return _shown(told[-1])


def asked_sections(deed: Deed) -> str:
    return ", ".join(str(words.SECTIONS[name]) for name in deed.request.get("sections", ()))


def field_names(names: list[str]) -> str:
    return ", ".join(str(words.FIELDS[name]) for name in names)


def kept_deed(deed: Deed) -> Deed | None:
    """The one that this was joined to, if readers can see it."""
    kept = deed_instead(deed)
    return kept if kept.id != deed.id and kept.is_public else None


def _shown(entry: Entry) -> Entry:
    return {
        "at": entry["at"],
        "title": words.step_name(entry),
        # of their own steps the words say it already
        "by": "" if entry["actor"]["role"] == Role.AUTHOR else words.ROLES[entry["actor"]["role"]],
        "text": words.said(entry),
    }

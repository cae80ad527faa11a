"""The history of a deed as the office reads it."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _

from services.deeds.words.deed import FIELDS, ROLES, SECTIONS
from services.deeds.words.review import ACTIONS
from shared.web.story import Storyteller, Told

UNTOLD = ("save",)  # each save of a draft or an update: nobody asks for that


def _asked(data: Told) -> str:
    sections = ", ".join(str(SECTIONS.get(name, name)) for name in data["sections"])
    return f"{sections}\n{data['message']}"


def _answered(data: Told) -> str:
    return "\n".join(filter(None, (_changed(data), data.get("answer"))))


def _helped(data: Told) -> str:
    return f"{_changed(data)}\n{data['message']}"


def _changed(data: Told) -> str:
    changed = ", ".join(str(FIELDS.get(name, name)) for name in data["changed"])
    return _("Changed: %(fields)s", fields=changed) if changed else _("Nothing was changed.")


def _corrected(data: Told) -> str:
    return "\n".join(
        _("%(field)s: “%(before)s” → “%(after)s”", field=FIELDS[name], before=before, after=after)
        for name, (before, after) in data.get("changes", {}).items()
    )


def _named(deed: Told) -> str:
    return f"TEKO-{deed['number']} {deed['title']}"


def _merged(data: Told) -> str:
    return "\n".join(filter(None, (_named(data["into"]), data.get("reason"))))


SAYS: dict[str, Callable[[Told], str]] = {
    "ask_help": lambda data: str(data["wish"]),
    "help": _helped,
    "ask_more": _asked,
    "answer": _answered,
    "correct": _corrected,
    "publish": lambda data: str(data.get("message", "")),
    "restore": lambda data: str(data.get("message", "")),
    "decline": lambda data: str(data["grounds"]),
    "decline_change": lambda data: str(data["grounds"]),
    "ask_down": lambda data: str(data.get("reason", "")),
    "keep_up": lambda data: str(data["message"]),
    "take_down": lambda data: str(data["reason"]),
    "take_in": lambda data: _named(data["deed"]),
    "merge": _merged,
    "withdraw": lambda data: str(data.get("reason", "")),
}

teller = Storyteller(ACTIONS, ROLES, SAYS, UNTOLD)
story_of = teller.story_of

"""What subscribers, their states and their steps are called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.workflow.bulletin import CONTACT_LETTER, NEWSLETTER
from services.notifications.workflow.subscriber import (
    EXPIRED,
    LEFT,
    SUBSCRIBED,
    UNCONFIRMED,
    UNREACHABLE,
)
from shared.web.acting import Refusals
from shared.web.language import NAMES
from shared.web.story import Storyteller

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    SUBSCRIBED: (_l("Subscribers"), "success"),
    UNCONFIRMED: (_l("Not confirmed"), "warning"),
    UNREACHABLE: (_l("Unreachable"), "danger"),
    LEFT: (_l("Have left"), "neutral"),
    EXPIRED: (_l("Never confirmed"), "neutral"),
}

# how one subscriber stands: (name, kind of tag, sentence)
STANDING: dict[str, tuple[Any, str, Any]] = {
    SUBSCRIBED: (_l("Subscriber"), "success", _l("The address has been confirmed by link.")),
    UNCONFIRMED: (
        _l("Not confirmed"),
        "warning",
        _l("A link to confirm was mailed. Nothing else is sent before it has been used."),
    ),
    UNREACHABLE: (
        _l("Unreachable"),
        "danger",
        _l("The mail server says that there is no such address. Nothing is sent any more."),
    ),
    LEFT: (
        _l("Has left"),
        "neutral",
        _l("Name and address have been deleted. Nothing is sent any more."),
    ),
    EXPIRED: (
        _l("Never confirmed"),
        "neutral",
        _l("The link was not used within 30 days, so name and address have been deleted."),
    ),
}

KINDS: dict[str, Any] = {
    NEWSLETTER: _l("Newsletter"),
    CONTACT_LETTER: _l("Contact person letters"),
}

ACTIONS: dict[str, Any] = {
    "sign_up": _l("Asked to subscribe: link to confirm mailed"),
    "register": _l("Asked for more: link to confirm mailed"),
    "amend": _l("Asked once more: the link mailed before confirms it too"),
    "confirm": _l("Confirmed by link"),
    "choose": _l("Choices changed"),
    "request_link": _l("Link to the choices mailed"),
    "wish": _l("Wishes and needs sent to the office"),
    "leave": _l("Left: name and address deleted"),
    "complain": _l("Marked our mail as junk: removed, name and address deleted"),
    "lose": _l("The address can no longer be reached"),
    "expire": _l("Not confirmed in time: name and address deleted"),
}

ROLES: dict[str, Any] = {
    "reader": _l("The subscriber, or somebody who typed in the address"),
    "staff": _l("Staff"),
    "manager": _l("Manager"),
    "system": _l("Kunteko"),
}


def kinds_in_words(kinds: Iterable[str]) -> str:
    return ", ".join(str(KINDS[kind]) for kind in kinds if kind in KINDS)


def _chosen(told: Mapping[str, Any]) -> str:
    # what they said before they left is deleted
    if not told:
        return ""
    return f"{kinds_in_words(told['kinds'])}; {NAMES.get(told['language'], told['language'])}"


STORY = Storyteller(
    ACTIONS,
    ROLES,
    {
        "choose": _chosen,
        "confirm": lambda told: str(told.get("wishes", "")),
        "wish": lambda told: str(told.get("wishes", "")),
        "leave": lambda told: str(told.get("reason", "")),
        "lose": lambda told: str(told.get("words", "")),
    },
)

REFUSALS = Refusals(
    {
        "state": _l("This can no longer be done: the subscription has ended or is not confirmed."),
        "no_contact": _l("Register as a contact person first."),
    },
    {},
)

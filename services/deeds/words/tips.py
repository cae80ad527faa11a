"""Words about tips."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.deeds.words.deed import ROLES
from shared.web.acting import Refusals
from shared.web.steps.kind import CaseWords
from shared.web.story import MAIL_TASKS, WAITING_MAIL_ACTIONS, Storyteller

STATES: dict[str, tuple[Any, str]] = {
    "received": (_l("To be looked at"), "info"),
    "invited": (_l("People invited"), "warning"),
    "followed": (_l("Led to a deed"), "success"),
    "dismissed": (_l("Put aside"), "neutral"),
}

TABS: dict[str, Any] = {
    "look": _l("To look at"),
    "invited": _l("Invited"),
    "followed": _l("Led to a deed"),
    "dismissed": _l("Put aside"),
    "all": _l("All"),
    "overdue": _l("Overdue"),
    "mails": _l("Mail not delivered"),
}

ACTIONS: dict[str, Any] = {
    "tip": _l("Tip received"),
    "invite": _l("People invited"),
    "invite_again": _l("People invited again"),
    "escalate": _l("No deed yet: task for the office"),
    "called": _l("Office has been in touch"),
    "follow": _l("The deed was sent to the office"),
    "dismiss": _l("Put aside"),
    **WAITING_MAIL_ACTIONS,
}

TASKS: dict[str, Any] = {
    "look": _l("Look at the tip"),
    "call": _l("Call: no deed after the invitation"),
    **MAIL_TASKS,
}

REASONS: dict[str, Any] = {
    "state": _l("The tip has already moved on, so this can no longer be done."),
    "too_many": _l(
        "Several tips have come from this address within an hour. Send this one a little later."
    ),
}


def _invited(told: Mapping[str, Any]) -> str:
    person = told["invited"]
    return f"{person['name']}, {person['email']}\n{told['message']}"


WORDS = CaseWords(
    STATES,
    TASKS,
    Refusals(REASONS, {}),
    Storyteller(
        ACTIONS,
        ROLES,
        {
            "invite": _invited,
            "invite_again": _invited,
            "called": lambda told: str(told["note"]),
            "dismiss": lambda told: str(told["grounds"]),
        },
    ),
)


def proposed_message(about: str) -> str:
    """For an invitation, in the language of the moment; staff write on from it."""
    return _(
        "We have heard of your good deed: “%(about)s”. Would you tell others about it on the"
        " marketplace of deeds? It takes a few minutes. We have filled in what we know; you"
        " decide what is told.",
        about=about,
    )

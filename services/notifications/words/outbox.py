"""What the human outbox and its steps are called in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from shared.errors import TransitionNotAllowed

# part of a mail's words → what it is called on the page where they are edited
PARTS: dict[str, Any] = {
    "subject": _l("Subject"),
    "heading": _l("Main heading"),
    "tag": _l("Words under the heading"),
    "paragraph": _l("Paragraph"),
    "section": _l("Subheading"),
    "quote": _l("Quoted words"),
    "small": _l("Small print"),
    "button": _l("Words of the button"),
    "numbers": _l("Numbered list"),
    "bullets": _l("List"),
    "list": _l("List"),
}

TABS: dict[str, Any] = {"waiting": _l("Not seen yet"), "on_hold": _l("On hold")}

# what a choice of several mails is for
CHOICES: dict[str, Any] = {
    "release": _l("Release"),
    "hold": _l("Put on hold"),
    "discard": _l("Discard"),
}

REASONS: dict[str, Any] = {
    "state": _l("Somebody has already dealt with this mail."),
    "case_moved": _l("The case has changed since the mail was written."),
    "expired": _l("The mail is no longer of use: its time is over. It can only be discarded."),
    "on_its_way": _l("The mail is being sent at this very moment: it cannot be called back."),
    "limit": _l("The mail is being sent at this very moment: it cannot be called back."),
    "at_once": _l("Somebody waits for the link in this mail: it always goes at once."),
}
CHANGED = _l("Somebody has changed this mail since you opened it.")


def refusal(error: TransitionNotAllowed) -> str:
    return str(REASONS.get(error.reason, REASONS["state"]))


# subject of mails → its heading on the page of kinds, in this order
GROUPS: dict[str, Any] = {
    "sparring": _l("Sparring"),
    "deed": _l("Development deeds"),
    "tip": _l("Tips"),
    "partner": _l("Partner searches"),
    "award": _l("Awards"),
    "other": _l("Other mails"),
}
OTHER = ("round_", "sign_in", "subscription_", "morning")


def group_of(template: str) -> str:
    """A key of GROUPS. A kind's name begins with its subject, but for sparring."""
    if template.startswith(OTHER):
        return "other"
    prefix = template.partition("_")[0]
    return prefix if prefix in GROUPS else "sparring"

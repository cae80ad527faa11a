"""What the author is told after sending: how the deed stands, what comes next, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from services.deeds.words.deed import FIELDS, PROBLEMS, REASONS, ROLES, SECTIONS, STATES
from shared.web.acting import Refusals

__all__ = ["FIELDS", "NEXT", "REFUSALS", "ROLES", "SECTIONS", "STANDING", "STATES", "STEPS"]

STANDING: dict[str, Any] = {
    "draft": _l("You have not sent the deed yet."),
    "unconfirmed": _l(
        "You have sent the deed, but your e-mail address has not been confirmed yet. "
        "Open the link in our mail and confirm the address."
    ),
    "submitted": _l("The deed has reached us. The programme office checks it before publication."),
    "returned": _l("The programme office needs more from you before the deed can be published."),
    "published": _l("The deed is public in Tekojen tori."),
    "changing": _l(
        "You have begun an update but not sent it yet. Readers see the deed as it was before."
    ),
    "change_submitted": _l(
        "Your update has reached us. Until the programme office has checked it, readers see the "
        "deed as it was before."
    ),
    "change_returned": _l(
        "The programme office needs more from you before the update can be published. Readers "
        "see the deed as it was before."
    ),
    "leaving": _l(
        "You have asked us to take the deed down. Readers still see it until the programme "
        "office has handled the request."
    ),
    "taken_down": _l("The deed has been taken down from Tekojen tori."),
    "declined": _l("The deed was not published."),
    "merged": _l("The deed has been joined to another one that tells of the same."),
    "withdrawn": _l("You have withdrawn the deed. It is neither checked nor published."),
    "expired": _l("The e-mail address was not confirmed in time, so the deed has been deleted."),
}

NEXT: dict[str, Any] = {
    "draft": _l("The programme office sees the deed once you have sent it."),
    "unconfirmed": _l(
        "Once the address is confirmed, the deed goes to be checked. A deed whose address is "
        "not confirmed is deleted after 30 days."
    ),
    "submitted": _l(
        "The check usually takes at most five working days. We send you an e-mail when the deed "
        "is published, or if we need to ask you for more."
    ),
    "returned": _l("Once you have answered, we check the deed again and send you an e-mail."),
    "published": _l(
        "You can update the deed whenever there is more to tell. We check each update before it "
        "takes the place of the public version."
    ),
    "changing": _l(
        "Finish the update and send it to be checked. An update that is left alone for 60 days "
        "is dropped."
    ),
    "change_submitted": _l(
        "The check usually takes at most five working days. We send you an e-mail when the "
        "update is published, or if we need to ask you for more."
    ),
    "change_returned": _l(
        "Once you have answered, we check the update again and send you an e-mail."
    ),
    "leaving": _l("We handle the request within about two working days and send you an e-mail."),
    "taken_down": _l("If you want the deed to be public again, write to the programme office."),
    "declined": _l("If something in the grounds is unclear, ask the programme office."),
    "merged": _l("Whoever opens the old address is led to the deed that was kept."),
    "withdrawn": _l("If you change your mind, you can tell about the deed anew."),
    "expired": _l("You can tell about the deed anew."),
}

# steps that the author is told of, by action; the others are the office's own or pass unseen
STEPS: dict[str, Any] = {
    "ask_help": _l("You asked for help with the writing"),
    "help": _l("The office helped with the writing"),
    "send": _l("You sent the deed"),
    "confirm": _l("You confirmed your e-mail address, and the deed went to be checked"),
    "ask_more": _l("The office asked for more"),
    "answer": _l("You answered"),
    "correct": _l("The office corrected typing errors"),
    "publish": _l("The deed was published"),
    "decline": _l("The office decided not to publish the deed"),
    "import": _l("The deed was brought over from an earlier catalogue"),
    "change": _l("You began an update"),
    "send_change": _l("You sent the update to be checked"),
    "discard": _l("The update was dropped"),
    "decline_change": _l("The office decided not to publish the update"),
    "ask_down": _l("You asked for the deed to be taken down"),
    "keep_up": _l("It was agreed that the deed stays public"),
    "take_down": _l("The deed was taken down"),
    "restore": _l("The deed was published again"),
    "merge": _l("The deed was joined to another one"),
    "withdraw": _l("You withdrew the deed"),
}
UPDATE_PUBLISHED = _l("The update was published")
# what a step says in words, where it says something: the fields of its event
SAID = ("message", "grounds", "reason", "answer")

REFUSALS = Refusals(
    {
        **REASONS,
        "unchanged": _l("The update is still the same as the public version. Change it first."),
    },
    {
        **PROBLEMS,
        "no_file": _l("Choose a file first."),
        "nothing_given": _l("Change what was asked for, or write a message to the office."),
    },
)


def step_name(entry: Mapping[str, Any]) -> Any:
    """Of an entry of the history that has a name in STEPS."""
    if entry["action"] == "publish" and not entry["data"].get("first", True):
        return UPDATE_PUBLISHED
    return STEPS[entry["action"]]


def said(entry: Mapping[str, Any]) -> str:
    """What was written with the step, as it was written; of a correction, what it concerned."""
    if entry["action"] == "correct":
        return ", ".join(str(FIELDS[name]) for name in entry["data"].get("changed", ()))
    return next((str(entry["data"][name]) for name in SAID if entry["data"].get(name)), "")

"""Words that only the office's pages about deeds use."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.deeds.words.deed import PROBLEMS as DEED_PROBLEMS
from services.deeds.words.deed import REASONS
from shared.web.acting import Refusals
from shared.web.story import MAIL_TASKS, WAITING_MAIL_ACTIONS

TABS: dict[str, Any] = {
    "todo": _l("Waiting for the office"),
    "author": _l("With the author"),
    "public": _l("Public"),
    "ended": _l("Ended"),
    "mails": _l("Mail not delivered"),
}

# of the public ones
SORTS: dict[str, Any] = {
    "newest": _l("Newest first"),
    "updated": _l("Last updated first"),
    "title": _l("By name"),
}

# history entries, by action
ACTIONS: dict[str, Any] = {
    "start": _l("Draft started"),
    "invite": _l("Draft made from a tip"),
    "save": _l("Draft saved"),
    "keep": _l("Link to the draft mailed"),
    "ask_help": _l("Help with writing asked for"),
    "help": _l("Help with writing given"),
    "expire": _l("Deleted: not sent or confirmed in time"),
    "send": _l("Sent"),
    "confirm": _l("Author confirmed the address"),
    "ask_more": _l("More asked for"),
    "answer": _l("Author answered"),
    "correct": _l("Typing errors corrected"),
    "publish": _l("Published"),
    "decline": _l("Not published"),
    "import": _l("Brought over from an earlier catalogue"),
    "change": _l("Author began an update"),
    "discard": _l("Update dropped"),
    "send_change": _l("Update sent"),
    "decline_change": _l("Update not published"),
    "ask_down": _l("Author asked to take it down"),
    "keep_up": _l("Stays published"),
    "take_down": _l("Taken down"),
    "restore": _l("Published again"),
    "take_in": _l("Another deed is to be joined to this one"),
    "merge": _l("Joined to another deed"),
    "withdraw": _l("Withdrawn by the author"),
    "remind": _l("Reminder"),
    "request_link": _l("Fresh link asked for"),
    **WAITING_MAIL_ACTIONS,
}

TASKS: dict[str, Any] = {
    "check": _l("Check the deed"),
    "help": _l("Help with writing"),
    "take_down": _l("Decide whether to take it down"),
    **MAIL_TASKS,
}

OUTCOMES: dict[str, Any] = {
    "published": _l("Published"),
    "declined": _l("Not published"),
    "change_declined": _l("Update not published"),
    "kept_up": _l("Stays published"),
    "taken_down": _l("Taken down"),
    "restored": _l("Published again"),
    "merged": _l("Joined to another deed"),
}

PROBLEMS: dict[str, Any] = {
    **DEED_PROBLEMS,
    "nothing_changed": _l("Nothing has been changed."),
    "no_such_deed": _l("There is no deed with this number."),
    "itself": _l("This is the deed itself. Give the number of the other one."),
    "joined_here": _l("That deed has been joined to this one already. Look at it first."),
    "not_public": _l("This deed is not public. Only a public deed can be the one that is kept."),
}

REFUSALS = Refusals(REASONS, PROBLEMS)
refusal = REFUSALS.refusal
problems = REFUSALS.problems_of

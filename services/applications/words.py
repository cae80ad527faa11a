"""What states, actions, tasks, sections and reasons are called in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from shared.web.acting import Refusals
from shared.web.story import MAIL_TASKS, WAITING_MAIL_ACTIONS

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    "draft": (_l("Draft"), "neutral"),
    "submitted": (_l("To be decided"), "info"),
    "returned": (_l("Waiting for the applicant"), "warning"),
    "ordered": (_l("Waiting for the expert"), "warning"),
    "choosing": (_l("Another expert to be chosen"), "warning"),
    "agreed": (_l("Day agreed"), "success"),
    "held": (_l("Held"), "success"),
    "cancelled": (_l("Cancelled"), "neutral"),
    "rejected": (_l("Rejected"), "danger"),
    "withdrawn": (_l("Withdrawn"), "neutral"),
    "expired": (_l("Deleted draft"), "neutral"),
    "planned": (_l("Planned"), "info"),
    "open": (_l("Open"), "success"),
    "closed": (_l("Closed"), "neutral"),
    "active": (_l("In use"), "success"),
    "retired": (_l("Not in use"), "neutral"),
}

# how an application stands, told to the applicant
STANDING: dict[str, Any] = {
    "draft": _l("You have not sent the application yet."),
    "submitted": _l(
        "We have received the application. The programme office checks it and decides."
    ),
    "returned": _l("We need more information from you before we can decide."),
    "ordered": _l(
        "Your application has been granted. We have sent the order to"
        " the expert and wait for their answer."
    ),
    "choosing": _l(
        "The expert could not take the order. Your days stay granted:"
        " choose another expert and date."
    ),
    "agreed": _l("The expert has accepted the order. The sparring day is agreed."),
    "held": _l("The sparring has been held."),
    "cancelled": _l("The sparring day was cancelled."),
    "rejected": _l("Your application was not granted."),
    "withdrawn": _l("The application has been withdrawn."),
    "expired": _l("The draft was not sent in time and has been deleted."),
}

# what comes then, told to the applicant beside it
NEXT: dict[str, Any] = {
    "submitted": _l("You get the decision by e-mail, usually within two weeks."),
    "ordered": _l("When the expert accepts the order, you both get a calendar entry by e-mail."),
    "agreed": _l(
        "Talk the goal through with the expert before the day."
        " If the day does not suit after all, agree on another with the expert."
    ),
    "cancelled": _l("If you still need sparring, ask the programme office how to go on."),
    "rejected": _l("You can apply again while an application round is open."),
    "withdrawn": _l("You can apply again while an application round is open."),
}

# how the order stands, told to the expert; states that are not here have their own name
ORDER_STATES: dict[str, tuple[Any, str]] = STATES | {
    "ordered": (_l("Waiting for your answer"), "warning"),
    "agreed": (_l("You have accepted the order"), "success"),
    "choosing": (_l("You have declined the order"), "neutral"),
    "held": (_l("Reported as held"), "success"),
    "withdrawn": (_l("The organisation has withdrawn the application"), "neutral"),
}

# history entries, by action
ACTIONS: dict[str, Any] = {
    "start": _l("Draft started"),
    "save": _l("Draft saved"),
    "keep": _l("Link to the draft mailed"),
    "expire": _l("Draft deleted"),
    "submit": _l("Application sent"),
    "ask_more": _l("More information asked for"),
    "answer": _l("Applicant answered"),
    "grant": _l("Granted and ordered"),
    "reject": _l("Rejected"),
    "accept": _l("Expert accepted the order"),
    "decline": _l("Expert declined the order"),
    "choose": _l("Another expert chosen and ordered"),
    "move": _l("Day moved"),
    "cancel": _l("Cancelled"),
    "report": _l("Day reported as held"),
    "give_feedback": _l("Feedback given"),
    "withdraw": _l("Application withdrawn"),
    "remind": _l("Reminder"),
    "escalate": _l("No answer: task for the office"),
    "called": _l("Office has been in touch"),
    "request_link": _l("Fresh link asked for"),
    "release_days": _l("Unused reservation of days released"),
    **WAITING_MAIL_ACTIONS,
    "plan": _l("Round planned"),
    "edit": _l("Changed"),
    "open": _l("Opened"),
    "close": _l("Closed"),
    "add": _l("Added"),
    "retire": _l("Taken out of use"),
    "restore": _l("Taken back into use"),
}

TASKS: dict[str, Any] = {
    "decide": _l("Decide on the application"),
    "call": _l("Call: no answer to reminders"),
    **MAIL_TASKS,
}

ROLES: dict[str, Any] = {
    "applicant": _l("applicant"),
    "expert": _l("expert"),
    "participant": _l("participant"),
    "staff": _l("office"),
    "manager": _l("office"),
    "auditor": _l("auditor"),
    "system": _l("automatic"),
}

SECTIONS: dict[str, Any] = {
    "organisation": _l("Organisation"),
    "contact": _l("Contact person"),
    "need": _l("Need and goal"),
    "participants": _l("Who takes part"),
    "day": _l("Days and date"),
    "expert": _l("Expert"),
}

MODES: dict[str, Any] = {"on_site": _l("On site"), "remote": _l("Remote")}

FOLLOWS: dict[str, Any] = {
    "alone": _l("We go on by ourselves"),
    "expert": _l("We make a contract with the expert directly"),
    "project": _l("We plan a larger project with outside funding"),
    "nothing_yet": _l("Nothing has been decided yet"),
}

GROUPS: dict[str, Any] = {
    "management": _l("Management"),
    "supervisors": _l("Supervisors"),
    "personnel": _l("Representatives of the personnel"),
    "users": _l("Users of the service"),
}

# why a transition was refused: TransitionNotAllowed.reason → words
REASONS: dict[str, Any] = {
    "cooperation": _l(
        "Sparring can be granted only when both management and "
        "representatives of the personnel take part."
    ),
    "budget": _l("The round does not have enough days left."),
    "organisation_limit": _l(
        "The organisation has already been granted as many days as the round allows."
    ),
    "past_date": _l("The date has passed. Agree on a new date with the expert first."),
    "no_expert": _l("Choose an expert and a date first."),
    "not_yet": _l("The day cannot be reported before it has been held."),
    "round_closed": _l(
        "No round is open right now, so the application cannot be sent. Your draft is kept."
    ),
    "closing_time_past": _l("The closing time has passed. Move it forward first."),
    "limit": _l("The budget cannot be smaller than the days already granted."),
    "changed": _l("Somebody changed this meanwhile. Check how it stands and try again."),
    "state": _l("The case has already moved on, so this can no longer be done."),
}

# what only the domain can tell about a field: code in InvalidInput → words
PROBLEMS: dict[str, Any] = {
    "not_under_contract": _l(
        "This expert has no contract on the date. Choose another expert or date."
    ),
    "unfinished": _l("This page is not finished."),
    "not_asked": _l("The office has not asked for this section."),
    "closes_before_opening": _l("The round must close after it opens."),
    "taken": _l("There is already one with this short name."),
}


def state_name(state: str) -> str:
    return str(STATES[state][0])


REFUSALS = Refusals(REASONS, PROBLEMS)
refusal = REFUSALS.refusal
problems = REFUSALS.problems_of

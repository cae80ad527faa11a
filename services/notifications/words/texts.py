"""What the parts of a mail's text are called, and what may be wrong with one."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.checking import Problem

# subject → its name; kinds of mail are grouped by how their template's name begins
SUBJECTS: dict[str, Any] = {
    "sparring": _l("Sparring"),
    "deed": _l("Deeds of the marketplace"),
    "tip": _l("Tips"),
    "partner": _l("Partner searches"),
    "award": _l("Awards"),
    "notice": _l("Newsletters and notices"),
    "office": _l("To the office"),
}
PREFIXES = {
    "deed": "deed",
    "tip": "tip",
    "partner": "partner",
    "award": "award",
    "round": "notice",
    "subscribe": "notice",
    "subscriber": "notice",
    "subscription": "notice",
    "newsletter": "notice",
    "contact": "notice",
    "bulletin": "notice",
    "morning": "office",
    "sign": "office",
}


def subject_of(template: str) -> str:
    return PREFIXES.get(template.partition("_")[0], "sparring")


LANGUAGES: dict[str, Any] = {
    "fi": _l("Finnish"),
    "sv": _l("Swedish"),
    "en": _l("English"),
}

TAG_KINDS: dict[str, Any] = {
    "info": _l("Blue: in progress"),
    "success": _l("Green: done, granted"),
    "warning": _l("Yellow: something to do"),
    "danger": _l("Red: refused, cancelled"),
    "neutral": _l("Grey: over"),
}

# placeholder → what stands in its place
PLACEHOLDERS: dict[str, Any] = {
    "answer": _l("What the recipient answered"),
    "answer_by": _l("The last day to answer"),
    "answers": _l("How many answered, as a sentence"),
    "award": _l("Name of the award"),
    "date_short": _l("The agreed or wished day"),
    "day": _l("The day of the mail"),
    "days": _l("How many sparring days, with the word"),
    "ends_on": _l("The last day of the partner search"),
    "expert": _l("Name of the expert"),
    "goal": _l("The goal, as written in the application"),
    "greeting": _l("The greeting with its comma, also when the name is not known"),
    "grounds": _l("Grounds of the decision"),
    "had_order": _l("When the expert had an order already"),
    "is_update": _l("When it is about an update of a published deed"),
    "message": _l("What the office, or whoever writes, has written"),
    "name": _l("Name of the recipient, or of whoever the mail is about"),
    "not_cooperative": _l("When management and personnel do not apply together"),
    "notice": _l("What the office has written about the application round"),
    "office_email": _l("E-mail address of the office"),
    "office_name": _l("Name of the office"),
    "office_phone": _l("Telephone number of the office"),
    "organisation": _l("Name of the organisation"),
    "reason": _l("The reason given"),
    "reference": _l("Reference number of the case"),
    "replies_to": _l("Who gets the answer to this mail"),
    "round": _l("Name of the application round"),
    "score_by": _l("The last day for scoring"),
    "situation": _l("The situation and need, as written in the application"),
    "summary": _l("A summary in one sentence or a few"),
    "title": _l("Title of the deed or the partner search"),
    "was_agreed": _l("When the day was agreed already"),
    "wish": _l("What help is wished for"),
    "wishes": _l("What the contact person wishes of the office"),
}

LISTS: dict[str, Any] = {
    "changed": _l("List: what was changed"),
    "due": _l("List: what is due today"),
    "failed": _l("List: mails that did not arrive"),
    "new": _l("List: what is new"),
    "outbox": _l("List: mails to be released"),
    "overdue": _l("List: what is overdue"),
    "rounds": _l("List: application rounds that close soon"),
    "sections": _l("List: parts of the form that were asked about"),
}

LINKS: dict[str, Any] = {
    "choices": _l("Address of the page of one's own choices"),
    "own": _l("Address of the recipient's own page"),
    "public": _l("Address of the page for everybody"),
}

BUTTON = _l("The button, then its words. It opens the page where the recipient goes on")
LINK = _l("The address that the button opens, written out")
FACTS = _l("The table of facts")

# code → what is wrong; %(found)s is the place in the text
PROBLEMS: dict[str, Any] = {
    "empty": _l("Write something here: the mail cannot go without it."),
    "unknown": _l("%(found)s is not known here. Use only what is listed beside the form."),
    "only_condition": _l(
        "%(found)s holds no words of its own. Use it only as a condition: a question mark and the "
        "name before a paragraph."
    ),
    "brace": _l(
        "%(found)s is not written as a placeholder. Write the name between one { and one }, "
        "without spaces."
    ),
    "inside": _l("%(found)s only works at the start of a line."),
    "mark": _l("%(found)s is not known here. A line may not start with [ unless it is a mark."),
    "button": _l("Write the words of the button after [button]."),
    "near_heading": _l("“%(found)s” is not a heading yet. Write ## and a space before its words."),
    "near_condition": _l(
        "“%(found)s” starts with a question mark but is no condition. Write the name of a "
        "placeholder right after it, without braces, and then a space."
    ),
    "missing": _l("%(found)s is missing. Without it the recipient cannot act."),
}


def problem(found: Problem) -> str:
    return str(PROBLEMS[found.code]) % {"found": found.found}

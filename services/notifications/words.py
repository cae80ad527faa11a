"""What mails, their states and their attempts are called in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.workflow import DISCARDED, FAILED, QUEUED, SENT

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    QUEUED: (_l("Waiting"), "info"),
    SENT: (_l("Sent"), "success"),
    FAILED: (_l("Failed"), "danger"),
    DISCARDED: (_l("Discarded"), "neutral"),
}

# how it stands, in a sentence that also a person who knows no mail servers understands
STANDING: dict[str, Any] = {
    QUEUED: _l("The mail waits to be sent. It is tried again by itself."),
    SENT: _l(
        "The mail server has taken the mail. If the recipient cannot find it, "
        "it may be in the junk mail."
    ),
    FAILED: _l("The mail did not reach the recipient, and it is not tried again by itself."),
    DISCARDED: _l("The mail was not sent, because somebody discarded it."),
}

OUTCOMES: dict[str, Any] = {
    "accepted": _l("The mail server took the mail"),
    "deferred": _l("The mail server asked us to try again later"),
    "refused": _l("The mail server refused the mail for good"),
    "unreachable": _l("There was no connection to the mail server"),
    "expired": _l("It was too late: the mail would no longer have been of use"),
}

ACTIONS: dict[str, Any] = {
    "queue": _l("Written"),
    "resend": _l("Put back to be sent"),
    "discard": _l("Discarded"),
}

TEMPLATES: dict[str, Any] = {
    "accepted": _l("Day agreed, to the applicant"),
    "accepted_expert": _l("Order confirmed, to the expert"),
    "answer_received": _l("Answer received"),
    "application_copy": _l("Copy of the application"),
    "cancelled": _l("Day cancelled, to the applicant"),
    "cancelled_expert": _l("Day cancelled, to the expert"),
    "chosen": _l("Another expert chosen"),
    "decision": _l("Decision: granted"),
    "declined": _l("Expert declined"),
    "draft_link": _l("Link to a draft"),
    "fresh_link": _l("Fresh link, to the applicant"),
    "fresh_link_expert": _l("Fresh link, to the expert"),
    "fresh_link_feedback": _l("Fresh feedback link"),
    "held": _l("Day held, with the feedback link"),
    "more_needed": _l("More information asked for"),
    "moved": _l("Day moved, to the applicant"),
    "moved_expert": _l("Day moved, to the expert"),
    "order": _l("Order to the expert"),
    "rejection": _l("Decision: not granted"),
    "reminder_answer": _l("Reminder to answer"),
    "reminder_choose": _l("Reminder to choose an expert"),
    "reminder_order": _l("Reminder of an order"),
    "reminder_report": _l("Reminder to report the day"),
    "round_opened": _l("Round opened"),
    "round_watch": _l("Notice of the next round ordered"),
    "sign_in": _l("Sign-in link"),
    "withdrawal": _l("Withdrawal, to the applicant"),
    "withdrawal_expert": _l("Withdrawal, to the expert"),
}

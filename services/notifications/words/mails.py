"""What mails, their states and their attempts are called in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.workflow.mail import (
    BOUNCED,
    DISCARDED,
    FAILED,
    ON_HOLD,
    QUEUED,
    SENT,
    WAITING,
)

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    WAITING: (_l("To be checked"), "warning"),
    ON_HOLD: (_l("On hold"), "neutral"),
    QUEUED: (_l("On its way"), "info"),
    SENT: (_l("Sent"), "success"),
    FAILED: (_l("Failed"), "danger"),
    BOUNCED: (_l("Returned"), "danger"),
    DISCARDED: (_l("Discarded"), "neutral"),
}

# how it stands, in a sentence that also a person who knows no mail servers understands
STANDING: dict[str, Any] = {
    WAITING: _l("The mail waits until somebody at the office has seen and released it."),
    ON_HOLD: _l("Somebody has put the mail on hold. It does not go before it is released."),
    QUEUED: _l("The mail waits to be sent. It is tried again by itself."),
    SENT: _l(
        "The mail server has taken the mail. If the recipient cannot find it, "
        "it may be in the junk mail."
    ),
    FAILED: _l("The mail did not reach the recipient, and it is not tried again by itself."),
    BOUNCED: _l("The mail server took the mail, but it came back: the recipient did not get it."),
    DISCARDED: _l("The mail was not sent, because somebody discarded it."),
}

OUTCOMES: dict[str, Any] = {
    "accepted": _l("The mail server took the mail"),
    "deferred": _l("The mail server asked us to try again later"),
    "refused": _l("The mail server refused the mail for good"),
    "unreachable": _l("There was no connection to the mail server"),
    "expired": _l("It was too late: the mail would no longer have been of use"),
    "paced": _l("Not tried: the recipient's mail server takes only so many mails at a time"),
}

ACTIONS: dict[str, Any] = {
    "write": _l("Written, to be released"),
    "queue": _l("Written"),
    "edit": _l("Edited"),
    "keep": _l("Found right, though the case has moved on"),
    "hold": _l("Set aside, on hold"),
    "release": _l("Released"),
    "fail": _l("Given up: it could not be delivered"),
    "bounce": _l("Came back undelivered"),
    "note_return": _l("Something came back"),
    "readdress": _l("Address corrected, put back to be sent"),
    "resend": _l("Put back to be sent"),
    "discard": _l("Discarded"),
}

# kind of case → (its name, the words of the link to it)
CASES: dict[str, tuple[Any, Any]] = {
    "application": (_l("Application"), _l("Open the application")),
    "deed": (_l("Deed"), _l("Open the deed")),
    "tip": (_l("Tip"), _l("Open the tip")),
    "partner": (_l("Partner search"), _l("Open the partner search")),
    "award": (_l("Award"), _l("Open the award")),
}

TEMPLATES: dict[str, Any] = {
    "accepted": _l("Day agreed, to the applicant"),
    "accepted_expert": _l("Order confirmed, to the expert"),
    "answer_received": _l("Answer received"),
    "application_copy": _l("Copy of the application"),
    "award_fresh_link": _l("Award: fresh link, to a juror"),
    "award_jury": _l("Award: invitation to the jury"),
    "award_reminder": _l("Award: reminder to the jury"),
    "award_won": _l("Award: to the author of a winning deed"),
    "bulletin_test": _l("Newsletter or letter: a test"),
    "cancelled": _l("Day cancelled, to the applicant"),
    "cancelled_expert": _l("Day cancelled, to the expert"),
    "chosen": _l("Another expert chosen"),
    "decision": _l("Decision: granted"),
    "declined": _l("Expert declined"),
    "deed_answer_received": _l("Deed: answer received"),
    "deed_confirm": _l("Deed: confirm the address"),
    "deed_declined": _l("Deed: not published"),
    "deed_draft": _l("Deed: link to a draft"),
    "deed_fresh_link": _l("Deed: fresh link"),
    "deed_help_asked": _l("Deed: help with writing asked for"),
    "deed_help_given": _l("Deed: help with writing given"),
    "deed_kept_up": _l("Deed: stays on the marketplace"),
    "deed_merged": _l("Deed: joined to another"),
    "deed_more_needed": _l("Deed: more asked for"),
    "deed_published": _l("Deed: published"),
    "deed_received": _l("Deed: received, to be checked"),
    "deed_reminder_answer": _l("Deed: reminder to answer"),
    "deed_reminder_confirm": _l("Deed: reminder to confirm the address"),
    "deed_take_down_asked": _l("Deed: wish to take it down received"),
    "deed_taken_down": _l("Deed: taken down"),
    "deed_update_declined": _l("Deed: update not published"),
    "deed_update_published": _l("Deed: update published"),
    "deed_update_received": _l("Deed: update received, to be checked"),
    "draft_link": _l("Link to a draft"),
    "fresh_link": _l("Fresh link, to the applicant"),
    "fresh_link_expert": _l("Fresh link, to the expert"),
    "fresh_link_feedback": _l("Fresh feedback link"),
    "held": _l("Day held, with the feedback link"),
    "more_needed": _l("More information asked for"),
    "morning": _l("Morning mail to the office"),
    "moved": _l("Day moved, to the applicant"),
    "moved_expert": _l("Day moved, to the expert"),
    "order": _l("Order to the expert"),
    "partner_answered": _l("Partner search: an answer"),
    "partner_confirm": _l("Partner search: confirm the address"),
    "partner_declined": _l("Partner search: not published"),
    "partner_ended": _l("Partner search: ended"),
    "partner_fresh_link": _l("Partner search: fresh link"),
    "partner_published": _l("Partner search: published"),
    "partner_received": _l("Partner search: received, to be checked"),
    "rejection": _l("Decision: not granted"),
    "reminder_answer": _l("Reminder to answer"),
    "reminder_choose": _l("Reminder to choose an expert"),
    "reminder_order": _l("Reminder of an order"),
    "reminder_report": _l("Reminder to report the day"),
    "round_opened": _l("Round opened"),
    "round_watch": _l("Notice of the next round ordered"),
    "sign_in": _l("Sign-in link"),
    "subscription_choices": _l("Subscriptions: link to one's choices"),
    "subscription_confirm": _l("Newsletter: confirm the address"),
    "subscription_contact_confirm": _l("Contact person: confirm the address"),
    "subscription_wishes": _l("Contact person's wishes, to the office"),
    "tip_followed": _l("Tip: the deed has been told"),
    "tip_invitation": _l("Tip: invitation to tell about the deed"),
    "tip_received": _l("Tip: received"),
    "withdrawal": _l("Withdrawal, to the applicant"),
    "withdrawal_expert": _l("Withdrawal, to the expert"),
}

"""What bulletins, their states and their recipients' are called in the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from services.notifications.documents.bulletin import (
    BOUNCED,
    FAILED,
    HANDED_OVER,
    LEFT,
    QUEUED,
    UNCLEAR,
)
from services.notifications.documents.bulletin import SENT as ARRIVED
from services.notifications.workflow.bulletin import (
    CANCELLED,
    CONTACT_LETTER,
    DRAFT,
    NEWSLETTER,
    PAUSED,
    SENDING,
    SENT,
)
from shared.web.acting import Refusals

# kind → (name, whom it reaches)
KINDS: dict[str, tuple[Any, Any]] = {
    NEWSLETTER: (_l("Newsletter"), _l("Everybody who has subscribed to it, contact persons too.")),
    CONTACT_LETTER: (_l("Letter to contact persons"), _l("Contact persons of organisations only.")),
}

# state → (name, kind of tag)
STATES: dict[str, tuple[Any, str]] = {
    DRAFT: (_l("Draft"), "neutral"),
    SENDING: (_l("Being sent"), "info"),
    PAUSED: (_l("Paused"), "warning"),
    SENT: (_l("Sent"), "success"),
    CANCELLED: (_l("Cancelled"), "neutral"),
}

STANDING: dict[str, Any] = {
    DRAFT: _l("Nobody has got it yet."),
    SENDING: _l("It goes out by itself; you can leave this page. You can pause it at any time."),
    PAUSED: _l("Nothing goes out now. Those who already have it keep it."),
    SENT: _l("It has gone to everybody who was to get it, as far as the mail server took it."),
    CANCELLED: _l("Nobody else gets it. Those who already had it keep it."),
}

ACTIONS: dict[str, Any] = {
    "start": _l("Started"),
    "save": _l("Edited"),
    "test": _l("Sent to oneself as a test"),
    "send": _l("Sending started"),
    "pause": _l("Sending paused"),
    "resume": _l("Sending resumed"),
    "send_unclear": _l("Sent again to the unclear ones"),
    "finish": _l("Sending finished"),
    "cancel": _l("Cancelled"),
}

# state of a recipient → (name, kind of tag)
RECIPIENTS: dict[str, tuple[Any, str]] = {
    QUEUED: (_l("Waits"), "neutral"),
    HANDED_OVER: (_l("Being handed over"), "info"),
    ARRIVED: (_l("Sent"), "success"),
    FAILED: (_l("Failed"), "danger"),
    BOUNCED: (_l("Came back"), "danger"),
    UNCLEAR: (_l("Unclear"), "warning"),
    LEFT: (_l("Left before their turn"), "neutral"),
}

RECIPIENTS_MEAN: dict[str, Any] = {
    QUEUED: _l("Not handed to the mail server yet, or to be tried again a little later."),
    HANDED_OVER: _l("The mail server is being given these right now."),
    ARRIVED: _l("The mail server has taken these."),
    FAILED: _l("The mail server refused these for good, or several times."),
    BOUNCED: _l("The mail server took these, but they came back."),
    UNCLEAR: _l(
        "The work was cut short while these were being handed over. They may have arrived, "
        "and may not."
    ),
    LEFT: _l("These ended their subscription before their turn came, so nothing was sent."),
}

DONE: dict[str, Any] = {
    "pause": _l("Sending is paused."),
    "resume": _l("Sending goes on."),
    "cancel": _l("It is cancelled. Nobody else gets it."),
    "send_unclear": _l("It is sent again to those whose delivery was unclear."),
}

REASONS: dict[str, Any] = {
    "state": _l("The letter has moved on meanwhile, so this can no longer be done."),
    "changed": _l("The letter has changed since you opened it. Check how it stands."),
    "no_words": _l("Write the title and the text in Finnish first."),
    "nobody": _l("Nobody would get it: there are no such subscribers."),
    "count_changed": _l(
        "The number of recipients has changed since you opened the page. Look at the list again, "
        "then send."
    ),
}

REFUSALS = Refusals(REASONS, {})

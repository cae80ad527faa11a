"""What an error page says: what happened, in plain words, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Words:
    """`links` are (address, words): where to go from here."""

    title: Any
    text: Any
    links: tuple[tuple[str, Any], ...] = ()


LOST_LINK = (
    ("/sparring/link", _l("Fresh link to an application for sparring or an order")),
    ("/deeds/link", _l("Fresh link to a development deed")),
    ("/partners/link", _l("Fresh link to a partner search")),
    ("/subscriptions/link", _l("Fresh link to your newsletters and letters")),
    ("/account/sign-in", _l("Fresh link for signing in, for the staff of the office")),
)


BY_STATUS: dict[int, Words] = {
    400: Words(
        _l("We could not read the request"),
        _l("Something in the address or in what was sent is not right. Go back and try again."),
    ),
    401: Words(
        _l("Sign in first"),
        _l("This needs a sign-in, or a valid token for the programming interface."),
    ),
    403: Words(
        _l("You may not do this"),
        _l(
            "Your role does not give access to this page or action. Ask the programme "
            "office if you need it."
        ),
    ),
    404: Words(
        _l("Page not found"),
        _l("There is nothing at this address. Check the address, or start from the home page."),
    ),
    405: Words(
        _l("This cannot be done at this address"),
        _l("The page was opened in a way it does not support. Start from the home page."),
    ),
    409: Words(
        _l("The case has changed since you opened it"),
        _l(
            "Someone else has been here, or this was already done. Go back, load the page "
            "again and check how it stands."
        ),
    ),
    410: Words(
        _l("This is no longer here"),
        _l("What you are looking for has been removed or is no longer in use."),
    ),
    413: Words(
        _l("This is too large"),
        _l("What was sent is larger than 5 MB. Go back and make the text or the file smaller."),
    ),
    415: Words(
        _l("This type of content is not supported"),
        _l("Send the content in a form that the address supports."),
    ),
    422: Words(
        _l("Something needs to be corrected"),
        _l("Go back and check what you filled in."),
    ),
    429: Words(
        _l("Too many attempts"),
        _l("Wait a moment and try again."),
    ),
    500: Words(
        _l("Something went wrong on our side"),
        _l(
            "The fault has been recorded. Go back and try again in a moment. If it "
            "happens again, contact the programme office."
        ),
    ),
    503: Words(
        _l("The service is out of reach for a moment"),
        _l(
            "We cannot read or save anything right now. Nothing you sent has been saved. "
            "Go back and try again in a moment."
        ),
    ),
}
CODED: dict[str, Words] = {
    "CSRFError": Words(
        _l("Your form could not be checked"),
        _l(
            "The page had been open since before your session changed, or your browser "
            "blocks cookies. Nothing was saved. Go back, load the page again and send the "
            "form once more."
        ),
    ),
    "LinkForged": Words(
        _l("The link does not work"),
        _l(
            "Part of the link may be missing. Copy the whole link from the e-mail, or ask "
            "for a fresh one to your own address."
        ),
        LOST_LINK,
    ),
    "LinkExpired": Words(
        _l("The link is too old"),
        _l("The time to use this link is over. Ask for a fresh one to your own address."),
        LOST_LINK,
    ),
    "TransitionNotAllowed": Words(
        _l("This can no longer be done"),
        _l("The case has already moved on. Go back, load the page again and check how it stands."),
    ),
}


def words_for(status: int) -> Words:
    return BY_STATUS.get(status) or BY_STATUS[500 if status >= 500 else 400]

"""Where the office reads the case that a mail is about."""

from __future__ import annotations

from services.notifications.documents import Message

PAGES = {
    "application": "/staff/applications",
    "deed": "/staff/deeds",
    "tip": "/staff/tips",
    "partner": "/staff/partners",
    "award": "/staff/awards",
}
# drafts are their authors' own until they send them, or ask for help
DRAFTS = ("draft_link", "deed_draft")


def kind_of(message: Message) -> str:
    """A key of PAGES; "" for a mail about no case. A template's name begins with its kind, but for
    sparring: there whatever has a reference is about an application.
    """
    prefix = message.template.partition("_")[0]
    if prefix in PAGES:
        return prefix
    return "application" if message.reference else ""


def case_page(message: Message) -> str:
    """The address of the case's page; "" where the office has none to show."""
    kind = kind_of(message)
    if not kind or message.template in DRAFTS:
        return ""
    return f"{PAGES[kind]}/{message.about}"

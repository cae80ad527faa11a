"""The mails of a development deed to its author."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from services.notifications import phrases
from services.notifications.mails.mail import Builder, Mail
from services.notifications.mails.market import Told
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

# of these the last published version stands on the marketplace while the update is unfinished
UPDATED = ("change_submitted", "change_returned")


class ToldDeed(Told):
    @property
    def is_update(self) -> str:
        return "yes" if self.event.data["deed"]["state"] in UPDATED else ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        return self.rows(**self.names)

    @property
    def names(self) -> dict[str, str]:
        deed = self.event.data["deed"]
        organisation = ", ".join(filter(None, (deed["organisation"], deed["unit"])))
        return {"deed": deed["title"], "organisation": organisation}


def to_author(write: Callable[[ToldDeed], Mail | None]) -> Builder:
    """A deed from an older catalogue may have no author whom we could tell."""

    @wraps(write)
    def builder(event: Event, settings: Settings) -> Mail | None:
        deed = event.data["deed"]
        if not deed["author"]["email"]:
            return None
        title = deed["title"]
        return write(ToldDeed.of(event, settings, deed["author"], Role.AUTHOR, deed, title=title))

    return builder


# -- before it is sent: it has no reference yet


@to_author
def draft(deed: ToldDeed) -> Mail:
    return deed.mail("deed_draft", rows=deed.facts, link=deed.personal("deed-draft"))


@to_author
def help_asked(deed: ToldDeed) -> Mail:
    wish = {"wish": deed.event.data["wish"]}
    return deed.mail("deed_help_asked", wish, link=deed.personal("deed-draft"))


@to_author
def help_given(deed: ToldDeed) -> Mail:
    said = deed.event.data
    changed = phrases.named(said["changed"], "deed_field", deed.words)
    return deed.mail(
        "deed_help_given",
        {"message": said["message"]},
        rows=deed.facts,
        lists={"changed": changed},
        link=deed.personal("deed-draft"),
    )


# -- on its way to the marketplace


@to_author
def confirm(deed: ToldDeed) -> Mail:
    return deed.mail("deed_confirm", rows=deed.facts, link=deed.personal("deed-confirm"))


@to_author
def received(deed: ToldDeed) -> Mail:
    return deed.mail("deed_received", rows=deed.facts, link=deed.personal("deed"))


@to_author
def more_needed(deed: ToldDeed) -> Mail:
    said = deed.event.data
    sections = phrases.named(said["sections"], "deed_section", deed.words)
    return deed.mail(
        "deed_more_needed",
        {"message": said["message"], "is_update": deed.is_update},
        lists={"sections": sections},
        link=deed.personal("deed"),
    )


@to_author
def answer_received(deed: ToldDeed) -> Mail:
    said = deed.event.data
    changed = phrases.named(said["changed"], "deed_field", deed.words)
    return deed.mail(
        "deed_answer_received",
        {"answer": said["answer"]},
        lists={"changed": changed},
        link=deed.personal("deed"),
    )


@to_author
def declined(deed: ToldDeed) -> Mail:
    return _refused("deed_declined", deed)


# -- on the marketplace


@to_author
def published(deed: ToldDeed) -> Mail:
    """The first time with the address to share and the way to update it; then that it is done."""
    said, path = deed.event.data, deed.event.data["deed"]["path"]
    message = {"message": said["message"]}
    if not said["first"]:
        return deed.mail("deed_update_published", message, link=deed.page(path))
    links = {"public": deed.to_share(path), "own": deed.personal("deed")}
    return deed.mail("deed_published", message, link=deed.page(path), links=links)


@to_author
def update_received(deed: ToldDeed) -> Mail:
    return deed.mail("deed_update_received", link=deed.personal("deed"))


@to_author
def update_declined(deed: ToldDeed) -> Mail:
    return _refused("deed_update_declined", deed)


@to_author
def take_down_asked(deed: ToldDeed) -> Mail:
    reason = {"reason": deed.event.data["reason"]}
    return deed.mail("deed_take_down_asked", reason, link=deed.personal("deed"))


@to_author
def kept_up(deed: ToldDeed) -> Mail:
    message = {"message": deed.event.data["message"]}
    return deed.mail("deed_kept_up", message, link=deed.personal("deed"))


@to_author
def taken_down(deed: ToldDeed) -> Mail:
    reason = {"reason": deed.event.data["reason"]}
    return deed.mail("deed_taken_down", reason, link=deed.personal("deed"))


@to_author
def merged(deed: ToldDeed) -> Mail:
    """Where it leads from now on."""
    said, kept = deed.event.data, deed.event.data["into"]
    return deed.mail(
        "deed_merged",
        {"reason": said["reason"]},
        rows=deed.rows(deed=deed.names["deed"], kept_deed=kept["title"]),
        link=deed.page(kept["path"]),
    )


# -- when something is waited for, or lost

# state → mail, and the link it carries
REMINDERS = {
    "unconfirmed": ("deed_reminder_confirm", "deed-confirm"),
    "returned": ("deed_reminder_answer", "deed"),
    "change_returned": ("deed_reminder_answer", "deed"),
}


@to_author
def reminder(deed: ToldDeed) -> Mail | None:
    """Only where the deed waits for its author."""
    state = deed.event.data["deed"]["state"]
    if state not in REMINDERS:
        return None
    template, purpose = REMINDERS[state]
    told_too = {"is_update": deed.is_update}
    mail = deed.mail(template, told_too, rows=deed.facts, link=deed.personal(purpose))
    return replace(mail, reminds=True)


@to_author
def fresh_link(deed: ToldDeed) -> Mail | None:
    """To the author of the deed, whoever asked."""
    templates = {"deed": "deed_fresh_link", "deed-confirm": "deed_confirm"}
    purpose = deed.event.data["purpose"]
    if purpose not in templates:
        return None
    return deed.mail(templates[purpose], rows=deed.facts, link=deed.personal(purpose))


def _refused(template: str, deed: ToldDeed) -> Mail:
    return deed.mail(
        template,
        {"grounds": deed.event.data["grounds"]},
        rows=deed.rows(**deed.names, **deed.decision),
        link=deed.personal("deed"),
    )

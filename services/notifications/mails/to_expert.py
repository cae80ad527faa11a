"""The mails of a sparring case to the expert who holds, or held, its order."""

from __future__ import annotations

from dataclasses import replace

from services.notifications.mails.mail import Mail
from services.notifications.mails.sparring import to_expert
from services.notifications.mails.to_applicant import answer_by_of, old_time
from shared.calendar_entry import CANCEL, REQUEST
from shared.messaging.envelope import Event
from shared.settings import Settings

WHERE_AND_WHO = ("place", "days", "contact")
ORDERED = ("client", "time", "place", "days", "themes", "participants", "contact")


def order(event: Event, settings: Settings) -> Mail:
    told = to_expert(event, settings)
    return told.mail("order", rows=told.rows(*ORDERED), link=told.order_link)


def withdrawal_expert(event: Event, settings: Settings) -> Mail | None:
    """Nobody but the holder of an order is told that it no longer stands."""
    if not event.data["had_order"] or event.data["application"]["expert"] is None:
        return None
    told = to_expert(event, settings)
    rows = told.rows("client", "time", "place")
    calendar = CANCEL if event.data["was_agreed"] else ""
    return told.mail(
        "withdrawal_expert",
        rows=rows,
        calendar=calendar,
        was_agreed="yes" if calendar else "",
        reason=event.data["reason"],
    )


def accepted_expert(event: Event, settings: Settings) -> Mail:
    told = to_expert(event, settings)
    rows = told.rows("client", "time", *WHERE_AND_WHO, "participants")
    return told.mail("accepted_expert", rows=rows, link=told.order_link, calendar=REQUEST)


def moved_expert(event: Event, settings: Settings) -> Mail:
    told = to_expert(event, settings)
    return told.mail(
        "moved_expert",
        rows=told.rows("client", "time_new", "time_old", *WHERE_AND_WHO, time_old=old_time(told)),
        link=told.order_link,
        calendar=REQUEST,
        reason=event.data["reason"],
    )


def cancelled_expert(event: Event, settings: Settings) -> Mail:
    told = to_expert(event, settings)
    rows = told.rows("client", "time", *WHERE_AND_WHO)
    return told.mail("cancelled_expert", rows=rows, calendar=CANCEL, reason=event.data["reason"])


REMINDERS = {"ordered": "reminder_order", "agreed": "reminder_report"}


def reminder_expert(event: Event, settings: Settings) -> Mail | None:
    """Only where the case waits for the expert."""
    template = REMINDERS.get(event.data["application"]["state"])
    if template is None:
        return None
    told = to_expert(event, settings)
    mail = told.mail(
        template,
        rows=told.rows("client", "time", "place", "contact"),
        link=told.order_link,
        answer_by=answer_by_of(event.data["answer_by"], told),
    )
    return replace(mail, reminds=True)


def fresh_link_expert(event: Event, settings: Settings) -> Mail | None:
    """Only to the expert who holds the order now: a former one's old link stays closed."""
    holder = event.data["application"]["expert"]
    asked = event.data["recipient"].casefold()
    if event.data["purpose"] != "order" or not holder or holder["email"].casefold() != asked:
        return None
    told = to_expert(event, settings)
    rows = told.rows("client", "time", "place")
    return told.mail("fresh_link_expert", rows=rows, link=told.order_link)

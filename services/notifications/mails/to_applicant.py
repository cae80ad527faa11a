"""The mails of a sparring case to its contact person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from services.notifications import phrases
from services.notifications.decision_letter import attached_letter
from services.notifications.mails.mail import Addressee, Mail, address_of
from services.notifications.mails.sparring import SparringCase, to_applicant
from services.notifications.texts import words_in
from shared.calendar_entry import CANCEL, REQUEST
from shared.links import make_link
from shared.messaging.envelope import Event
from shared.roles import Role
from shared.settings import Settings

APPLIED = ("applicant", "business_id", "sector", "contact", "days_applied", "place", "themes")
AGREED = ("time", "place", "expert", "expert_contact")


def draft_link(event: Event, settings: Settings) -> Mail:
    said = event.data
    to = Addressee(said["name"], said["email"], said["language"], Role.APPLICANT)
    token = make_link(settings, "draft", said["draft_id"], said["email"])
    label = words_in(to.language)["row.applicant"]
    return Mail(
        template="draft_link",
        to=to,
        about=said["draft_id"],
        rows=((label, said["organisation"]),) if said["organisation"] else (),
        link=address_of(settings, f"/sparring/apply/{token}/organisation", to.language),
    )


def application_copy(event: Event, settings: Settings) -> Mail:
    """Everything they wrote, and a plain word where the application cannot be granted as it is."""
    told = to_applicant(event, settings)
    return told.mail(
        "application_copy",
        rows=told.rows(*APPLIED, "participants", "expert", "time_preliminary"),
        link=told.status_link,
        not_cooperative="" if told.facts["cooperative"] else "yes",
    )


def more_needed(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail(
        "more_needed",
        link=told.status_link,
        lists={"sections": phrases.named(event.data["sections"], "section", told.words)},
        message=event.data["message"],
        answer_by=phrases.short_date(event.data["answer_by"], told.language),
    )


def answer_received(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail(
        "answer_received",
        link=told.status_link,
        lists={"changed": phrases.named(event.data["changed"], "field", told.words)},
        answer=event.data["answer"],
    )


def decision(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    by = {"decided_by": event.data["decided_by"], "decided_on": told.decided_on}
    granted = ("applicant", "days_granted", "expert", "expert_contact", "time_preliminary", "place")
    return decided(told, "decision", told.rows(*granted, *by, **by))


def rejection(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    by = {"decided_by": event.data["decided_by"], "decided_on": told.decided_on}
    return decided(told, "rejection", told.rows("applicant", "days_applied", *by, **by))


def decided(told: SparringCase, template: str, rows: tuple[tuple[str, str], ...]) -> Mail:
    """With the decision as a letter on paper."""
    grounds = told.event.data["grounds"]
    mail = told.mail(template, rows=rows, link=told.status_link, grounds=grounds)
    return replace(mail, attachments=attached_letter(told, template, rows))


def withdrawal(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    had_order = event.data["had_order"]
    return told.mail(
        "withdrawal",
        link=told.status_link,
        calendar=CANCEL if event.data["was_agreed"] else "",
        had_order="yes" if had_order else "",
        was_agreed="yes" if event.data["was_agreed"] else "",
        reason=event.data["reason"],
    )


def accepted(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail(
        "accepted", rows=told.rows(*AGREED, "days"), link=told.status_link, calendar=REQUEST
    )


def declined(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail("declined", link=told.status_link, reason=event.data["reason"])


def chosen(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    rows = told.rows("expert", "expert_contact", "time_preliminary", "place", "days_granted")
    return told.mail("chosen", rows=rows, link=told.status_link)


def moved(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail(
        "moved",
        rows=told.rows("time_new", "time_old", *AGREED[1:], time_old=old_time(told)),
        link=told.status_link,
        calendar=REQUEST,
        reason=event.data["reason"],
    )


def cancelled(event: Event, settings: Settings) -> Mail:
    told = to_applicant(event, settings)
    return told.mail(
        "cancelled",
        rows=told.rows(*AGREED),
        link=told.status_link,
        calendar=CANCEL,
        reason=event.data["reason"],
    )


def held(event: Event, settings: Settings) -> Mail:
    """With the feedback link, for the contact person to pass on."""
    told = to_applicant(event, settings)
    said = event.data
    recorded = {
        "held_on": phrases.short_date(said["held_on"], told.language),
        "hours": phrases.hour_count(said["hours"], told.language),
        "took_part": phrases.heads_by_group(said["took_part"], told.language),
    }
    return told.mail(
        "held",
        rows=told.rows(*recorded, "expert", **recorded),
        link=told.feedback_link,
        summary=said["summary"],
    )


REMINDERS = {"returned": "reminder_answer", "choosing": "reminder_choose"}


def reminder(event: Event, settings: Settings) -> Mail | None:
    """Only where the case waits for the applicant."""
    template = REMINDERS.get(event.data["application"]["state"])
    if template is None:
        return None
    told = to_applicant(event, settings)
    answer_by = answer_by_of(event.data["answer_by"], told)
    mail = told.mail(template, link=told.status_link, answer_by=answer_by)
    return replace(mail, reminds=True)


def fresh_link(event: Event, settings: Settings) -> Mail | None:
    """To the contact person of the case, whatever address the old link named."""
    told = to_applicant(event, settings)
    if event.data["purpose"] == "status":
        return told.mail("fresh_link", link=told.status_link)
    if event.data["purpose"] == "feedback":
        return told.mail("fresh_link_feedback", link=told.feedback_link)
    return None


def old_time(told: SparringCase) -> str:
    return told.time_of(told.event.data["old_date"], told.event.data["old_start_time"])


def answer_by_of(day: date | None, told: SparringCase) -> str:
    return phrases.short_date(day, told.language)

"""Events of a sparring application. `tells` says who is mailed: staff see it on each button."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts.base import EventContract
from shared.contracts.parts import ApplicationFacts, Participants
from shared.roles import Role

APPLICANT, EXPERT = (Role.APPLICANT,), (Role.EXPERT,)
BOTH = (Role.APPLICANT, Role.EXPERT)


class ApplicationEvent(EventContract):
    application = fields.Nested(ApplicationFacts, required=True)


class DraftKept(EventContract):
    """The applicant asked for a link to continue the draft later."""

    type = "application.draft_kept.v1"
    tells = APPLICANT

    draft_id = fields.String(required=True)
    organisation = fields.String(load_default="")
    name = fields.String(load_default="")
    email = fields.String(required=True)
    language = fields.String(required=True)


class ApplicationSubmitted(ApplicationEvent):
    type = "application.submitted.v1"
    tells = APPLICANT


class InformationRequested(ApplicationEvent):
    """`sections`: organisation, contact, need, participants, day, expert."""

    type = "application.information_requested.v1"
    tells = APPLICANT

    sections = fields.List(fields.String(), required=True)
    message = fields.String(required=True)
    answer_by = fields.Date(required=True)


class InformationGiven(ApplicationEvent):
    """`changed`: names of the fields that the answer changed."""

    type = "application.information_given.v1"
    tells = APPLICANT

    changed = fields.List(fields.String(), required=True)
    answer = fields.String(load_default="")


class ApplicationGranted(ApplicationEvent):
    """The decision and, in the same step, the first order."""

    type = "application.granted.v1"
    tells = BOTH

    grounds = fields.String(required=True)
    decided_by = fields.String(required=True)


class ApplicationRejected(ApplicationEvent):
    type = "application.rejected.v1"
    tells = APPLICANT

    grounds = fields.String(required=True)
    decided_by = fields.String(required=True)


class ApplicationWithdrawn(ApplicationEvent):
    """`had_order`: an expert held an order, agreed or not, and must be told."""

    type = "application.withdrawn.v1"
    tells = BOTH

    reason = fields.String(load_default="")
    had_order = fields.Boolean(required=True)
    was_agreed = fields.Boolean(load_default=False)


class OrderAccepted(ApplicationEvent):
    type = "application.order_accepted.v1"
    tells = BOTH


class OrderDeclined(ApplicationEvent):
    type = "application.order_declined.v1"
    tells = APPLICANT

    reason = fields.String(required=True)


class ExpertChosen(ApplicationEvent):
    """After a declined order: the next expert and date, ordered at once."""

    type = "application.expert_chosen.v1"
    tells = BOTH


class DayMoved(ApplicationEvent):
    type = "application.day_moved.v1"
    tells = BOTH

    old_date = fields.Date(required=True)
    old_start_time = fields.String(required=True)
    reason = fields.String(required=True)


class DayCancelled(ApplicationEvent):
    type = "application.day_cancelled.v1"
    tells = BOTH

    reason = fields.String(required=True)


class DayHeld(ApplicationEvent):
    """Tells the contact person, who passes the feedback link on to those who took part."""

    type = "application.day_held.v1"
    tells = APPLICANT

    held_on = fields.Date(required=True)
    hours = fields.Float(required=True)
    took_part = fields.Nested(Participants, required=True)
    summary = fields.String(required=True)


class FeedbackGiven(ApplicationEvent):
    """Anonymous. `follows`: alone, expert, project, nothing_yet or empty."""

    type = "application.feedback_given.v1"

    rating = fields.Integer(required=True)
    comment = fields.String(load_default="")
    follows = fields.String(load_default="")


class ReminderSent(ApplicationEvent):
    """Whom it reminds follows from the state.

    ordered, agreed: the expert; returned, choosing: the applicant.
    """

    type = "application.reminder.v1"
    tells = BOTH

    answer_by = fields.Date(load_default=None, allow_none=True)


class LinkRequested(ApplicationEvent):
    """Somebody opened an old link and asked for a fresh one to the same address."""

    type = "application.link_requested.v1"
    tells = BOTH

    purpose = fields.String(required=True)
    recipient = fields.String(required=True)

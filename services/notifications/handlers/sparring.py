"""What is mailed because of an application for sparring."""

from __future__ import annotations

from services.notifications.handlers.queueing import MailHandler, mailing
from services.notifications.mails import to_applicant, to_expert
from shared.contracts import applications
from shared.contracts.base import EventContract

HANDLERS: dict[type[EventContract], list[MailHandler]] = {
    applications.DraftKept: [mailing(to_applicant.draft_link)],
    applications.ApplicationSubmitted: [mailing(to_applicant.application_copy)],
    applications.InformationRequested: [mailing(to_applicant.more_needed)],
    applications.InformationGiven: [mailing(to_applicant.answer_received)],
    applications.ApplicationGranted: [mailing(to_applicant.decision), mailing(to_expert.order)],
    applications.ApplicationRejected: [mailing(to_applicant.rejection)],
    applications.ApplicationWithdrawn: [
        mailing(to_applicant.withdrawal),
        mailing(to_expert.withdrawal_expert),
    ],
    applications.OrderAccepted: [
        mailing(to_applicant.accepted),
        mailing(to_expert.accepted_expert),
    ],
    applications.OrderDeclined: [mailing(to_applicant.declined)],
    applications.ExpertChosen: [mailing(to_applicant.chosen), mailing(to_expert.order)],
    applications.DayMoved: [mailing(to_applicant.moved), mailing(to_expert.moved_expert)],
    applications.DayCancelled: [
        mailing(to_applicant.cancelled),
        mailing(to_expert.cancelled_expert),
    ],
    applications.DayHeld: [mailing(to_applicant.held)],
    applications.ReminderSent: [
        mailing(to_applicant.reminder),
        mailing(to_expert.reminder_expert),
    ],
    applications.LinkRequested: [
        mailing(to_applicant.fresh_link),
        mailing(to_expert.fresh_link_expert),
    ],
}

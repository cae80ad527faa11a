"""Sparring, round and theme, each one table. Pure: no store, no web."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from shared.ambient import HELSINKI
from shared.contracts import applications as told
from shared.contracts import rounds, themes
from shared.errors import TransitionNotAllowed
from shared.roles import Role
from shared.workflow.calendar import add_business_days, business_days, office_morning
from shared.workflow.mail_rows import counted_anew, mail_rows
from shared.workflow.table import NEW, Task, Timer, Workflow, after, row

DRAFT = "draft"
SUBMITTED = "submitted"
RETURNED = "returned"
ORDERED = "ordered"
CHOOSING = "choosing"
AGREED = "agreed"
HELD = "held"
CANCELLED = "cancelled"
REJECTED = "rejected"
WITHDRAWN = "withdrawn"
EXPIRED = "expired"

# states in which the organisation holds days of the round
GRANTED_STATES = (ORDERED, CHOOSING, AGREED, HELD)
UNDECIDED_STATES = (SUBMITTED, RETURNED)
OPEN_STATES = (SUBMITTED, RETURNED, ORDERED, CHOOSING, AGREED)
# drafts are the applicant's own: the office never sees them
SEEN_STATES = (*OPEN_STATES, HELD, CANCELLED, REJECTED, WITHDRAWN)

DRAFT_LIFETIME = timedelta(days=90)
REMINDERS = (3, 7)  # business days without an answer
ESCALATION = 10  # business days, then somebody at the office calls


def day_of(text: str | None) -> date | None:
    """ISO text, as dates are stored, to a date."""
    return date.fromisoformat(text) if text else None


def _today(now: datetime) -> date:
    return now.astimezone(HELSINKI).date()


def cooperation_is_broad(application: Any, now: datetime) -> None:
    """Management and representatives of the personnel both take part: cannot be waived."""
    if not application.is_cooperative:
        raise TransitionNotAllowed("grant", application.state, "cooperation")


def a_day_is_agreed(application: Any, now: datetime) -> None:
    """An order needs an expert and a date that is still to come."""
    day = day_of(application.date)
    if not application.expert or day is None:
        raise TransitionNotAllowed("order", application.state, "no_expert")
    if day < _today(now):
        raise TransitionNotAllowed("order", application.state, "past_date")


def can_be_granted(application: Any, now: datetime) -> None:
    cooperation_is_broad(application, now)
    a_day_is_agreed(application, now)


def the_day_has_come(application: Any, now: datetime) -> None:
    """A day that is still ahead cannot be reported as held."""
    held_on = day_of((application.report or {}).get("held_on"))
    if held_on and held_on > _today(now):
        raise TransitionNotAllowed("report", application.state, "not_yet")


def _answer_by(application: Any, now: datetime) -> datetime | None:
    """The office looks again on the first business day after the deadline, never the same day."""
    last = day_of((application.request or {}).get("answer_by"))
    return office_morning(add_business_days(max(last, _today(now)), 1)) if last else None


def _after_the_day(count: int) -> Any:
    """Or after today: a mail about the day may leave when the day is over."""

    def at(application: Any, now: datetime) -> datetime:
        day = max(day_of(application.date) or _today(now), _today(now))
        return office_morning(add_business_days(day, count))

    return at


def _before_answer_by(count: int) -> Any:
    def at(application: Any, now: datetime) -> datetime | None:
        moment, end = business_days(count)(application, now), _answer_by(application, now)
        return moment if end and moment < end else None

    return at


ASK_TWICE_THEN_CALL = (
    *(Timer("remind", business_days(count)) for count in REMINDERS),
    Timer("escalate", business_days(ESCALATION)),
)
ASK_UNTIL_DEADLINE = (
    *(Timer("remind", _before_answer_by(count)) for count in REMINDERS),
    Timer("escalate", _answer_by),
)
ASK_FOR_REPORT = (
    *(Timer("remind", _after_the_day(count)) for count in REMINDERS),
    Timer("escalate", _after_the_day(ESCALATION)),
)
DECIDE = Task("decide", business_days(10))
CALL = Task("call", business_days(2))
APPLICANT, EXPERT, STAFF = Role.APPLICANT, Role.EXPERT, Role.STAFF
DELETE_DRAFT = Timer("expire", after(DRAFT_LIFETIME))

SPARRING = Workflow(
    "sparring",
    (
        DRAFT,
        SUBMITTED,
        RETURNED,
        ORDERED,
        CHOOSING,
        AGREED,
        HELD,
        CANCELLED,
        REJECTED,
        WITHDRAWN,
        EXPIRED,
    ),
    (
        row("start", NEW, DRAFT, APPLICANT, starts=(DELETE_DRAFT,)),
        row("save", DRAFT, None, APPLICANT, starts=(DELETE_DRAFT,)),
        row("keep", DRAFT, None, APPLICANT, told.DraftKept, starts=(DELETE_DRAFT,)),
        row("expire", DRAFT, EXPIRED, Role.SYSTEM),
        # without both groups it may be sent for advice, so the guard stands on granting
        row("submit", DRAFT, SUBMITTED, APPLICANT, told.ApplicationSubmitted, opens=DECIDE),
        row(
            "ask_more",
            SUBMITTED,
            RETURNED,
            STAFF,
            told.InformationRequested,
            starts=ASK_UNTIL_DEADLINE,
        ),
        row("answer", RETURNED, SUBMITTED, APPLICANT, told.InformationGiven, opens=DECIDE),
        # granting decides and orders in one step: no decision is ever without its order
        row(
            "grant",
            UNDECIDED_STATES,
            ORDERED,
            STAFF,
            told.ApplicationGranted,
            guard=can_be_granted,
            starts=ASK_TWICE_THEN_CALL,
        ),
        row("reject", UNDECIDED_STATES, REJECTED, STAFF, told.ApplicationRejected),
        row(
            "accept",
            ORDERED,
            AGREED,
            EXPERT,
            told.OrderAccepted,
            guard=a_day_is_agreed,
            starts=ASK_FOR_REPORT,
        ),
        # the days stay granted; the organisation chooses another expert and date
        row("decline", ORDERED, CHOOSING, EXPERT, told.OrderDeclined, starts=ASK_TWICE_THEN_CALL),
        row(
            "choose",
            CHOOSING,
            ORDERED,
            APPLICANT,
            told.ExpertChosen,
            guard=a_day_is_agreed,
            starts=ASK_TWICE_THEN_CALL,
        ),
        row(
            "move",
            AGREED,
            None,
            (EXPERT, STAFF),
            told.DayMoved,
            guard=a_day_is_agreed,
            closes={"call"},
            starts=ASK_FOR_REPORT,
        ),
        row("cancel", AGREED, CANCELLED, (EXPERT, STAFF), told.DayCancelled),
        row("report", AGREED, HELD, EXPERT, told.DayHeld, guard=the_day_has_come),
        row("give_feedback", HELD, None, Role.PARTICIPANT, told.FeedbackGiven),
        row("withdraw", OPEN_STATES, WITHDRAWN, APPLICANT, told.ApplicationWithdrawn),
        row("remind", (RETURNED, ORDERED, CHOOSING, AGREED), None, Role.SYSTEM, told.ReminderSent),
        row("escalate", (RETURNED, ORDERED, CHOOSING, AGREED), None, Role.SYSTEM, opens=CALL),
        row("called", (RETURNED, ORDERED, CHOOSING, AGREED), None, STAFF, closes={"call"}),
        row(
            "request_link",
            SEEN_STATES,
            None,
            (APPLICANT, EXPERT),
            told.LinkRequested,
        ),
        # fences a grant that stopped half-way: its version is no longer the case's
        row("release_days", UNDECIDED_STATES, None, Role.SYSTEM),
        *mail_rows(SEEN_STATES),
        *counted_anew(
            {
                RETURNED: ASK_UNTIL_DEADLINE,
                ORDERED: ASK_TWICE_THEN_CALL,
                CHOOSING: ASK_TWICE_THEN_CALL,
                AGREED: ASK_FOR_REPORT,
            }
        ),
    ),
    summary="One to two days with an expert: from a draft to the held day and its feedback. "
    "Days are granted only when management and personnel take part.",
)

PLANNED, OPEN, CLOSED = "planned", "open", "closed"


def _opening(application_round: Any, now: datetime) -> datetime:
    return application_round.opens_at


def _closing(application_round: Any, now: datetime) -> datetime:
    return application_round.closes_at


def not_over(application_round: Any, now: datetime) -> None:
    """Only a round whose closing time is still ahead can be open."""
    if application_round.closes_at <= now:
        raise TransitionNotAllowed("open", application_round.state, "closing_time_past")


ROUND = Workflow(
    "round",
    (PLANNED, OPEN, CLOSED, CANCELLED),
    (
        row(
            "plan",
            NEW,
            PLANNED,
            Role.MANAGER,
            rounds.RoundPlanned,
            starts=(Timer("open", _opening),),
        ),
        row(
            "edit",
            PLANNED,
            None,
            Role.MANAGER,
            rounds.RoundChanged,
            starts=(Timer("open", _opening),),
        ),
        row(
            "edit",
            OPEN,
            None,
            Role.MANAGER,
            rounds.RoundChanged,
            guard=not_over,
            starts=(Timer("close", _closing),),
        ),
        row(
            "open",
            PLANNED,
            OPEN,
            (Role.MANAGER, Role.SYSTEM),
            rounds.RoundOpened,
            guard=not_over,
            starts=(Timer("close", _closing),),
        ),
        row("close", OPEN, CLOSED, (Role.MANAGER, Role.SYSTEM), rounds.RoundClosed),
        row("cancel", PLANNED, CANCELLED, Role.MANAGER, rounds.RoundCancelled),
    ),
    summary="While a round is open, sparring can be applied for; its days are what can be granted.",
)

ACTIVE, RETIRED = "active", "retired"

THEME = Workflow(
    "theme",
    (ACTIVE, RETIRED),
    (
        row("add", NEW, ACTIVE, Role.MANAGER, themes.ThemeChanged),
        row("edit", (ACTIVE, RETIRED), None, Role.MANAGER, themes.ThemeChanged),
        row("retire", ACTIVE, RETIRED, Role.MANAGER, themes.ThemeChanged),
        row("restore", RETIRED, ACTIVE, Role.MANAGER, themes.ThemeChanged),
    ),
    summary="What sparring can be about. A theme out of use still shows where it was chosen.",
)

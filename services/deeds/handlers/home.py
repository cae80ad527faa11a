"""What the home page tells, and how it learns it from other services' events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.deeds.documents import DeedThemeView, OrganisationView, RatingView, RoundView
from shared import ambient
from shared.contracts.applications import ApplicationGranted, FeedbackGiven
from shared.contracts.base import EventContract
from shared.contracts.rounds import (
    RoundCancelled,
    RoundChanged,
    RoundClosed,
    RoundOpened,
    RoundPlanned,
)
from shared.contracts.themes import ThemeChanged
from shared.messaging.envelope import Event
from shared.messaging.worker import Handler
from shared.read_models import set_if_newer, set_once
from shared.read_models.themes import note_theme


@dataclass(frozen=True)
class FeedbackFigures:
    """`average` is None until somebody has answered."""

    answers: int
    average: float | None


@dataclass(frozen=True)
class RoundsNow:
    """The open round that closes first, and the next one to open."""

    open: RoundView | None
    next: RoundView | None


# --- what the pages ask


def rounds_now(now: datetime | None = None) -> RoundsNow:
    """A round past its closing time is not open, even if the event is still on its way."""
    now = now or ambient.now()
    open_rounds = RoundView.objects(state="open", closes_at__gt=now)
    planned = RoundView.objects(state="planned", closes_at__gt=now)
    return RoundsNow(
        open_rounds.order_by("closes_at").first(), planned.order_by("opens_at").first()
    )


def feedback_figures() -> FeedbackFigures:
    group = {"_id": None, "answers": {"$sum": 1}, "average": {"$avg": "$rating"}}
    found = next(RatingView.objects.aggregate([{"$group": group}]), None)
    return (
        FeedbackFigures(found["answers"], found["average"]) if found else FeedbackFigures(0, None)
    )


def organisations_reached() -> int:
    return int(OrganisationView.objects.count())


# --- what events teach


def when_round_told_keep_view(event: Event) -> None:
    told = event.data["round"]
    values = {name: told[name] for name in ("state", "title", "notice", "opens_at", "closes_at")}
    set_if_newer(RoundView, told["id"], event.sequence, values)


def when_feedback_given_keep_rating(event: Event) -> None:
    set_once(RatingView, event.id, lambda: {"rating": event.data["rating"]})


def when_theme_changed_note_theme(event: Event) -> None:
    note_theme(DeedThemeView, event)


def when_granted_keep_organisation(event: Event) -> None:
    set_once(OrganisationView, event.data["application"]["business_id"], dict)


HANDLERS: dict[type[EventContract], Sequence[Handler]] = {
    RoundPlanned: [when_round_told_keep_view],
    RoundChanged: [when_round_told_keep_view],
    RoundOpened: [when_round_told_keep_view],
    RoundClosed: [when_round_told_keep_view],
    RoundCancelled: [when_round_told_keep_view],
    FeedbackGiven: [when_feedback_given_keep_rating],
    ThemeChanged: [when_theme_changed_note_theme],
    ApplicationGranted: [when_granted_keep_organisation],
}

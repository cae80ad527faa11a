"""What staff need to know about one application before they decide."""

from __future__ import annotations

from dataclasses import dataclass

from services.applications.documents import Application, ExpertView, Round
from services.applications.handlers.drafts import theme_names
from services.applications.workflow import SEEN_STATES, UNDECIDED_STATES


@dataclass(frozen=True)
class Room:
    """How many days can still be granted: in the round, and to this organisation in it."""

    round: Round
    organisation_days: int

    @property
    def organisation_left(self) -> int:
        return max(0, self.round.days_per_organisation - self.organisation_days)

    @property
    def most_days(self) -> int:
        return min(self.round.days_left, self.organisation_left)

    @property
    def refusal(self) -> str:
        """Why nothing can be granted (a reason of TransitionNotAllowed), or empty."""
        if not self.round.days_left:
            return "budget"
        return "" if self.organisation_left else "organisation_limit"


def room_for(application: Application) -> Room:
    current = Round.objects.get(id=application.round_id)
    return Room(current, current.by_organisation.get(application.business_id, 0))


def earlier_applications(application: Application) -> list[Application]:
    """The organisation's other applications, newest first; no drafts."""
    others = Application.objects(
        business_id=application.business_id, state__in=SEEN_STATES, id__ne=application.id
    )
    return list(others.exclude("history").order_by("-submitted_at")[:20])


def chosen_expert(application: Application) -> ExpertView | None:
    found: ExpertView | None = ExpertView.objects(id=application.expert.get("id", "")).first()
    return found


def as_before_answer(application: Application) -> Application | None:
    """The application as it was when more was asked for; None once decided, or never answered."""
    asked = application.request
    if not asked.get("answered_at") or application.state not in UNDECIDED_STATES:
        return None
    current = {name: getattr(application, name) for name in _ANSWERS}
    before = Application(**{**current, **asked["before"]})
    before.theme_names = theme_names(list(before.themes))
    return before


_ANSWERS = (
    *("round_id", "organisation", "unit", "business_id", "sector", "contact", "situation", "goal"),
    *("themes", "participants", "days", "mode", "place", "date", "start_time", "expert"),
)

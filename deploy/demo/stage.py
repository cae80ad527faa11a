"""Where the people of the demo act, and how their stories become steps at moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from deploy.demo.visitor import Visitor
from shared import ambient
from shared.links import make_link
from shared.settings import Settings

Step = tuple[datetime, Callable[[], None]]
Story = list[tuple[int, str, dict[str, Any]]]
"""What happens after sending, in order: (days after sending, step, answers)."""

PLAIN = str.maketrans("äöå ", "aoa.")


@dataclass(frozen=True)
class Stage:
    """`site` is the application of all services, `staff` somebody signed in.

    Days are counted from today, negative ones back.
    """

    settings: Settings
    site: Any
    staff: Visitor
    today: datetime

    def visitor(self) -> Visitor:
        return Visitor(self.site)

    def link(self, purpose: str, case_id: str, recipient: str = "", step: str = "") -> str:
        return make_link(self.settings, purpose, case_id, recipient, step)

    def at(self, days: int, hour: int, minute: int) -> datetime:
        local = self.today.astimezone(ambient.HELSINKI).replace(hour=hour, minute=minute)
        return local + timedelta(days=days)

    def date(self, days: int) -> str:
        """As people write it into a form."""
        day = (self.today + timedelta(days=days)).astimezone(ambient.HELSINKI).date()
        return f"{day.day}.{day.month}.{day.year}"


class Told(Protocol):
    """Somebody's case: sent so many days from now, and what became of it."""

    @property
    def sent(self) -> int: ...
    @property
    def story(self) -> Story: ...


def story_of(
    stage: Stage,
    told: Told,
    *,
    at: tuple[int, int],
    begin: Callable[..., Any],
    take: Callable[..., None],
) -> Iterator[Step]:
    """`begin` makes the case; `take` is given it, for each later step, as it is stored by then."""
    made: list[Any] = []
    yield stage.at(told.sent, *at), lambda: made.append(begin(stage, told))

    def later(step: str, answers: dict[str, Any]) -> Callable[[], None]:
        return lambda: take(stage, told, as_stored(made[0]), step, answers)

    for days, step, answers in told.story:
        yield stage.at(told.sent + days, *at), later(step, answers)


def as_stored(case: Any) -> Any:
    return type(case).objects.get(id=case.id)


def address_of(person: str, organisation: str = "kunta") -> str:
    return f"{person}@{organisation}.example".lower().translate(PLAIN)

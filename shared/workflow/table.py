"""A workflow as one table: who may do what in which state, what it opens, starts and tells.

Pure: no store, no web, no broker. Everything else (buttons, permissions, tasks, timers, history,
events, the drawing and the tests) is read from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.base import EventContract
from shared.errors import NotPermitted, TransitionNotAllowed
from shared.roles import Role, with_implied

NEW = "new"  # the state of a case that is not stored yet


@dataclass(frozen=True)
class Actor:
    """Who acts: a role, and for the record a name and an address where there is one."""

    role: Role
    name: str = ""
    email: str = ""


SYSTEM = Actor(Role.SYSTEM, "Kunteko")

When = Callable[[Any, datetime], datetime | None]
Guard = Callable[[Any, datetime], None]


def after(span: timedelta) -> When:
    return lambda _case, now: now + span


@dataclass(frozen=True)
class Task:
    """Work for staff that a row opens; overdue after `due`. A change of state closes it."""

    name: str
    due: When


@dataclass(frozen=True)
class Timer:
    """An action that the ticker performs at a moment (None: never). A change of state stops it."""

    action: str
    at: When


@dataclass(frozen=True)
class Transition:
    """One row: `action` takes a case from any of `sources` to `target`, by one of `roles`.

    `event` is told to other services (None: kept in the history only). `guard` raises
    TransitionNotAllowed; it sees the case as it would become. A row with `target` None stays.
    A change of state closes all tasks and stops all timers; then the row opens and starts its own.
    A row that stays closes what it names, and its timers replace those of the same action.
    `forgets` names fields with somebody's personal data: they become empty, the history keeps only
    that its earlier steps happened, and what was not told yet is told no more.
    """

    action: str
    sources: frozenset[str]
    target: str | None
    roles: frozenset[Role]
    event: type[EventContract] | None = None
    guard: Guard | None = None
    opens: tuple[Task, ...] = ()
    closes: frozenset[str] = frozenset()
    starts: tuple[Timer, ...] = ()
    forgets: tuple[str, ...] = ()

    def to_state(self, state: str) -> str:
        return self.target or state


def row(
    action: str,
    sources: Collection[str],
    target: str | None,
    roles: Role | Collection[Role],
    event: type[EventContract] | None = None,
    *,
    guard: Guard | None = None,
    opens: Task | tuple[Task, ...] = (),
    closes: Collection[str] = (),
    starts: Timer | tuple[Timer, ...] = (),
    forgets: tuple[str, ...] = (),
) -> Transition:
    """A Transition, with single values where a set of one would only be noise."""
    return Transition(
        action,
        frozenset({sources} if isinstance(sources, str) else sources),
        target,
        frozenset({roles} if isinstance(roles, Role) else roles),
        event,
        guard,
        (opens,) if isinstance(opens, Task) else opens,
        frozenset(closes),
        (starts,) if isinstance(starts, Timer) else starts,
        forgets,
    )


@dataclass(frozen=True)
class Workflow:
    name: str
    states: tuple[str, ...]
    rows: tuple[Transition, ...]
    summary: str = ""  # a word before its drawing
    _index: dict[tuple[str, str], Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[tuple[str, str], Transition] = {}
        for entry in self.rows:
            for state in entry.sources:
                if (entry.action, state) in index:
                    raise ValueError(f"{self.name}: {entry.action} stands twice for {state}")
                if state not in (NEW, *self.states) or entry.to_state(state) not in self.states:
                    raise ValueError(f"{self.name}: {entry.action} names an unknown state")
                index[entry.action, state] = entry
        object.__setattr__(self, "_index", index)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.action for entry in self.rows))

    def find(self, action: str, state: str) -> Transition | None:
        return self._index.get((action, state))

    def decide(self, action: str, state: str, roles: Collection[Role]) -> Transition:
        """The row to follow. Raises NotPermitted or TransitionNotAllowed; the role goes first."""
        allowed = with_implied(roles)
        candidates = [entry for entry in self.rows if entry.action == action]
        if not any(entry.roles & allowed for entry in candidates):
            raise NotPermitted(f"{action} is not for {', '.join(sorted(roles))}")
        found = self.find(action, state)
        if found is None:
            raise TransitionNotAllowed(action, state)
        if not found.roles & allowed:
            raise NotPermitted(f"{action} in {state} is not for {', '.join(sorted(roles))}")
        return found

    def open_to(self, state: str, roles: Collection[Role]) -> list[Transition]:
        """The rows that someone with these roles may follow from this state: a page's buttons."""
        allowed = with_implied(roles)
        return [entry for entry in self.rows if state in entry.sources and entry.roles & allowed]

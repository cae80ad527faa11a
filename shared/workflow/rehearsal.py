"""A step taken for show: planned to the last word and not written."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from shared.workflow.case import Case

C = TypeVar("C", bound=Case)
_rehearsing: ContextVar[bool] = ContextVar("rehearsing", default=False)


class Rehearsed(Exception):
    """Raised by `perform` where it would write; no KuntekoError, so that nobody mends after it."""

    def __init__(self, after: Case) -> None:
        super().__init__(f"{after.id} rehearsed to version {after.version}")
        self.after = after


def rehearsing() -> bool:
    """Whether what a use-case does beside `perform` must be left undone too."""
    return _rehearsing.get()


def rehearse(act: Callable[[], C]) -> Case:
    """The case as `act` would make it; its last history entry is the event that would be told.

    A step that has been taken already returns what stands. Raises what `act` would raise, but for
    what only the write itself finds out.
    """
    before = _rehearsing.set(True)
    try:
        return act()
    except Rehearsed as shown:
        return shown.after
    finally:
        _rehearsing.reset(before)

"""Handlers run for show: what they would write into a read model lies in memory instead.

So a rebuild and the reconciler ask the very handlers what the rows should be. Only the verbs of
this package write read models, and each of them knows both places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mongoengine import Document

Row = dict[str, Any]
Made = Row | Callable[[], Row]
"""A row, or what makes it when somebody wants to see it: a letter takes a while to draw."""

Rows = dict[str, Made]
Shadow = dict[type[Document], Rows]

_shadow: ContextVar[Shadow | None] = ContextVar("shadow", default=None)


@contextmanager
def shadowing() -> Iterator[Shadow]:
    """What the handlers called in the block make of nothing, document → key → row."""
    made: Shadow = {}
    before = _shadow.set(made)
    try:
        yield made
    finally:
        _shadow.reset(before)


def is_shadowing() -> bool:
    """Whether what a handler does beside its read model has to be left undone."""
    return _shadow.get() is not None


def shadow_of(view: type[Document]) -> Rows | None:
    """The view's rows in memory; None when they are to be written into the store."""
    made = _shadow.get()
    return None if made is None else made.setdefault(view, {})


def row_of(made: Made) -> Row:
    return made() if callable(made) else made


def row_in(rows: Rows, key: str) -> Row | None:
    return row_of(rows[key]) if key in rows else None

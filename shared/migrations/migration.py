"""One change of shape: how a document of one schema number becomes one of the next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.errors import KuntekoError
from shared.settings import Settings

SCHEMA = "schema"  # the field of the number; a document without it has the first shape, 1

# written by the kernel, the bus and the consumers, by whatever release: no migration's business
KERNEL = frozenset({"_id", "state", "version", "history", "outbox", "tasks", "due", "mails"})

AsStored = dict[str, Any]
"""A document as the store has it."""


class NewerDocument(KuntekoError):
    """A newer release has written it: this process must be replaced before it may touch it."""


@dataclass(frozen=True)
class Migration:
    """`to` is the number it leads to, from the one before.

    change   a document of the number before → the same in its new shape. Pure: it changes
             nothing in what it is given. On parts of a document too (a projection): it takes what
             is there. It imports nothing of the service:
             what it knows is how things were and came to be, and that does not change any more
    beside   the documents of other collections that must be there before, by collection; with ids
             made of the document's, for what is there already stays
    """

    to: int
    name: str
    change: Callable[[AsStored], AsStored]
    beside: Callable[[AsStored, Settings], Mapping[str, Sequence[AsStored]]] | None = None


Migrations = tuple[Migration, ...]


def current(migrations: Migrations) -> int:
    """The number of the shape that this code knows."""
    return migrations[-1].to if migrations else 1


def number_of(document: Mapping[str, Any]) -> int:
    return int(document.get(SCHEMA) or 1)


def stored_as(number: int) -> int | None:
    """How a filter asks for it: the first shape has no number."""
    return number if number > 1 else None


def steps_from(document: Mapping[str, Any], migrations: Migrations) -> Migrations:
    """Those that it still needs, in order. Raises NewerDocument."""
    number = number_of(document)
    if number > current(migrations):
        raise NewerDocument(
            f"{document.get('_id')} has schema {number}, written by a newer release"
            f" (this one knows {current(migrations)})"
        )
    return tuple(each for each in migrations if each.to > number)


def upgraded(document: Mapping[str, Any], migrations: Migrations) -> AsStored:
    """In the current shape, with its number; the given one stays as it is. Raises NewerDocument."""
    shaped = dict(document)
    for step in steps_from(document, migrations):
        shaped = {**step.change(shaped), SCHEMA: step.to}
    return shaped


def update_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The update that makes `new` of `old`. Raises ValueError for one that leaves its bounds."""
    sets = {name: value for name, value in new.items() if name not in old or old[name] != value}
    unsets = {name: "" for name in old if name not in new}
    if strayed := KERNEL & (sets.keys() | unsets.keys()):
        raise ValueError(f"a migration does not change {', '.join(sorted(strayed))}")
    return {name: part for name, part in (("$set", sets), ("$unset", unsets)) if part}

"""One page of a long list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

Item = TypeVar("Item")
SIZE = 25
FARTHEST = 100_000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`items` of page `number` (from 1) out of `total` in the whole list."""

    items: Sequence[Item]
    total: int
    number: int = 1
    size: int = SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def previous(self) -> int | None:
        return min(self.number - 1, self.pages) if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def numbers(self) -> list[int | None]:
        """First, last and the neighbours; None where numbers are left out."""
        near = {1, self.pages, *range(self.number - 1, self.number + 2)}
        shown: list[int | None] = []
        for number in sorted(n for n in near if 1 <= n <= self.pages):
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def page_number() -> int:
    """?page= of the address."""
    return page_in(request.args)


def page_in(asked: Mapping[str, str]) -> int:
    """`page` of a query; anything that is no page number is the first page."""
    text = asked.get("page", "")
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:9]), 1), FARTHEST)


def skipped(number: int, size: int = SIZE) -> int:
    """How many entries stand before the page."""
    return (number - 1) * size

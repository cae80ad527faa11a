"""Time, ids and randomness come from here and nowhere else.

A simulation replaces the source with a seeded one (`use`), so that a run can be replayed exactly.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


class Source:
    """The real world. Subclass it to drive a test or a simulation."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def new_id(self) -> str:
        return uuid.uuid4().hex

    def random_token(self) -> str:
        return secrets.token_urlsafe(24)


class FixedSource(Source):
    """A clock that stands until it is moved, and ids that count: for tests and simulations."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.count = 0

    def now(self) -> datetime:
        return self.moment

    def new_id(self) -> str:
        self.count += 1
        return f"{self.count:032x}"

    def random_token(self) -> str:
        return self.new_id()


_source = Source()


@contextmanager
def use(source: Source) -> Iterator[Source]:
    """Within the block every service's time, ids and randomness come from `source`."""
    global _source
    before, _source = _source, source
    try:
        yield source
    finally:
        _source = before


def now() -> datetime:
    """The moment, aware, in UTC, cut to milliseconds: the precision the store keeps."""
    moment = _source.now()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def today() -> date:
    """The date in Finland."""
    return now().astimezone(HELSINKI).date()


def new_id() -> str:
    return _source.new_id()


def random_token() -> str:
    return _source.random_token()

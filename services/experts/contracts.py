"""Rules about contract periods: when an expert can be chosen. Pure; both days of a period count.

A contract is {number, start, end, day_rate}: ISO dates, because MongoDB has no dates without a
time, and the rate in cents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

Contract = Mapping[str, Any]

ENDING_SOON = timedelta(days=60)


def covers(contract: Contract, day: date) -> bool:
    return bool(contract["start"] <= day.isoformat() <= contract["end"])


def under_contract(contracts: Iterable[Contract], day: date) -> bool:
    return any(covers(contract, day) for contract in contracts)


def contracted_until(contracts: Iterable[Contract], today: date) -> date | None:
    """The last day of the last period that is not over; None without a present or coming one."""
    ends = [contract["end"] for contract in contracts if contract["end"] >= today.isoformat()]
    return date.fromisoformat(max(ends)) if ends else None


def starts_on(contracts: Iterable[Contract], today: date) -> date | None:
    """When the next period begins, for an expert who is not under contract today."""
    periods = list(contracts)
    coming = [contract["start"] for contract in periods if contract["start"] > today.isoformat()]
    if under_contract(periods, today) or not coming:
        return None
    return date.fromisoformat(min(coming))


def ends_soon(contracts: Iterable[Contract], today: date) -> bool:
    """A contract is in force or coming, and the last one ends within sixty days."""
    until = contracted_until(contracts, today)
    return until is not None and until <= today + ENDING_SOON


def in_order(contracts: Iterable[Contract]) -> list[dict[str, Any]]:
    return sorted((dict(contract) for contract in contracts), key=lambda one: one["start"])


def overlapping(contracts: Iterable[Contract]) -> tuple[Contract, Contract] | None:
    """The first two periods that share a day: then nobody could tell which rate is due."""
    for earlier, later in pairwise(in_order(contracts)):
        if later["start"] <= earlier["end"]:
            return earlier, later
    return None

"""Between the form of a round, in Finnish days and clock times, and the round as it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from services.applications.documents import Round
from shared.ambient import HELSINKI
from shared.settings import LANGUAGES
from shared.web.formats import in_finland


def stored_round(given: Mapping[str, Any]) -> dict[str, Any]:
    """Loaded answers of RoundForm → what the handlers take."""
    return {
        "title": {code: given[f"title_{code}"] for code in LANGUAGES},
        "notice": {code: given.get(f"notice_{code}") or "" for code in LANGUAGES},
        "opens_at": _moment(given["opens_on"], given["opens_time"]),
        "closes_at": _moment(given["closes_on"], given["closes_time"]),
        "budget_days": given["budget_days"],
        "days_per_organisation": given["days_per_organisation"],
    }


def round_values(current: Round) -> dict[str, Any]:
    """A stored round → values of RoundForm."""
    opens, closes = in_finland(current.opens_at), in_finland(current.closes_at)
    return {
        **{f"title_{code}": current.title.get(code, "") for code in LANGUAGES},
        **{f"notice_{code}": current.notice.get(code, "") for code in LANGUAGES},
        "opens_on": opens.date(),
        "opens_time": f"{opens:%H:%M}",
        "closes_on": closes.date(),
        "closes_time": f"{closes:%H:%M}",
        "budget_days": current.budget_days,
        "days_per_organisation": current.days_per_organisation,
    }


def _moment(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), HELSINKI)

"""What the jury's scores add up to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standing:
    """One nomination among the others. `average` is None until somebody has scored it.

    scores  juror id → that juror's last score; disqualified jurors have 0 points and do not count
    """

    nomination: Mapping[str, Any]
    scores: Mapping[str, Mapping[str, Any]]
    average: float | None
    count: int


def standings(award: Any) -> list[Standing]:
    """Best average first; those without scores last, in the order nominated."""
    jury = {juror["id"] for juror in award.jury}
    found = [_standing(award, nomination, jury) for nomination in award.nominations]
    return sorted(found, key=lambda each: -(each.average or 0))


def scores_of(award: Any, juror_id: str) -> dict[str, Mapping[str, Any]]:
    """Nomination id → the juror's last score."""
    return {score["nomination"]: score for score in award.scores if score["juror"] == juror_id}


def _standing(award: Any, nomination: Mapping[str, Any], jury: set[str]) -> Standing:
    last = {
        score["juror"]: score
        for score in award.scores
        if score["nomination"] == nomination["id"] and score["juror"] in jury
    }
    points = [score["points"] for score in last.values() if score["points"]]
    average = sum(points) / len(points) if points else None
    return Standing(nomination, last, average, len(points))

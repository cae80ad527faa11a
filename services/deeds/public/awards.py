"""Awards as readers see them: shortlists and winners."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.deeds.documents import Award
from services.deeds.handlers import awards
from services.deeds.show import in_own_language
from services.deeds.workflow.award import DECIDED
from shared.errors import NotFound

blueprint = Blueprint("awards", __name__, url_prefix="/awards")


@blueprint.get("")
def award_list() -> ResponseReturnValue:
    return render_template(
        "public/awards/list.html", awards=awards.public_awards(), say=in_own_language
    )


@blueprint.get("/<award_id>")
def award(award_id: str) -> ResponseReturnValue:
    """Nobody reads of an award before its shortlist is made. Raises NotFound."""
    found = awards.award_by_id(award_id)
    if found.state not in awards.PUBLIC:
        raise NotFound(f"award {award_id} is not public")
    return render_template(
        "public/awards/award.html",
        award=found,
        decided=found.state == DECIDED,
        rows=rows_of(found),
        say=in_own_language,
    )


def rows_of(award: Award) -> list[tuple[str, dict[str, Any] | None, list[Any]]]:
    """(category, its winner {deed, grounds} or None, the others of the shortlist) by category."""
    deeds = {key: deed for key, deed in awards.nominated_deeds(award).items() if deed.is_public}
    winners = {row["nomination"]: row for row in award.winners} if award.state == DECIDED else {}
    rows = []
    for category in award.categories:
        listed = [
            each
            for each in award.nominations
            if each["category"] == category["id"]
            and each["id"] in award.shortlist
            and each["deed_id"] in deeds
        ]
        won = next((each for each in listed if each["id"] in winners), None)
        winner = (
            {"deed": deeds[won["deed_id"]], "grounds": winners[won["id"]]["grounds"]}
            if won
            else None
        )
        others = [deeds[each["deed_id"]] for each in listed if each is not won]
        rows.append((in_own_language(category["names"]), winner, others))
    return [row for row in rows if row[1] or row[2]]

"""Rounds and themes: what the office maintains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from services.applications.documents import Application, Round, Theme
from services.applications.workflow import ACTIVE, SEEN_STATES
from shared import ambient
from shared.errors import InvalidInput, NotFound, TransitionNotAllowed
from shared.roles import Role
from shared.vocabulary import THEMES
from shared.workflow.perform import perform
from shared.workflow.table import Actor

AT_START = Actor(Role.MANAGER, "Kunteko")


def plan_round(
    answers: Mapping[str, Any], *, by: Actor, round_id: str = "", cause: str | None = None
) -> Round:
    """A round that opens by itself. A repeat with the same id and cause makes no second one."""
    planned = Round(id=round_id or ambient.new_id(), **_checked(answers))
    return perform(planned, "plan", by, cause=cause)


def edit_round(
    current: Round,
    answers: Mapping[str, Any],
    *,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Round:
    """Raises TransitionNotAllowed ("limit") when the budget would be under what is granted."""
    sets = _checked(answers)
    return perform(
        current,
        "edit",
        by,
        sets=sets,
        cause=cause,
        expected_version=expected_version,
        where={"reserved": {"$lte": sets["budget_days"]}},
    )


def move_round(
    current: Round,
    action: str,
    *,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Round:
    """open, close or cancel, now."""
    return perform(current, action, by, cause=cause, expected_version=expected_version)


def round_by_id(round_id: str) -> Round:
    """Raises NotFound."""
    found = Round.objects(id=round_id).first()
    if found is None:
        raise NotFound(f"no round {round_id}")
    return found


def _checked(answers: Mapping[str, Any]) -> dict[str, Any]:
    if answers["closes_at"] <= answers["opens_at"]:
        raise InvalidInput({"closes_on": ["closes_before_opening"]})
    return dict(answers)


def add_theme(
    theme_id: str, names: Mapping[str, str], *, place: int, by: Actor, cause: str | None = None
) -> Theme:
    """Raises InvalidInput at `name_fi` when a theme has this id."""
    theme = Theme(id=theme_id, names=dict(names), place=place)
    try:
        return perform(theme, "add", by, cause=cause)
    except TransitionNotAllowed:
        raise InvalidInput({"name_fi": ["taken"]}) from None


def theme_id_from(name: str) -> str:
    """Työhyvinvointi → tyohyvinvointi. A name without any letter of ours gets a random id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or ambient.new_id()


def add_default_themes() -> int:
    """The themes that the programme starts with, each that is not there yet.

    Harmless to repeat; killed half-way, the next time adds the rest.
    """
    known = set(Theme.objects.scalar("id"))
    for place, (theme_id, names) in enumerate(THEMES.items()):
        if theme_id not in known:
            add_theme(theme_id, names, place=place * 10, by=AT_START)
    return 0


def edit_theme(
    theme: Theme,
    *,
    names: Mapping[str, str],
    place: int,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Theme:
    return perform(
        theme,
        "edit",
        by,
        sets={"names": dict(names), "place": place},
        cause=cause,
        expected_version=expected_version,
    )


def move_theme(
    theme: Theme,
    action: str,
    *,
    by: Actor,
    expected_version: int | None = None,
    cause: str | None = None,
) -> Theme:
    """retire or restore."""
    return perform(theme, action, by, cause=cause, expected_version=expected_version)


def theme_by_id(theme_id: str) -> Theme:
    """Raises NotFound."""
    found = Theme.objects(id=theme_id).first()
    if found is None:
        raise NotFound(f"no theme {theme_id}")
    return found


def active_themes() -> list[Theme]:
    return list(Theme.objects(state=ACTIVE).exclude("history").order_by("place", "id"))


def all_themes() -> list[Theme]:
    """Also those no longer offered: they were chosen once."""
    return list(Theme.objects.exclude("history").order_by("place", "id"))


def all_rounds() -> list[Round]:
    return list(Round.objects.exclude("history").order_by("-opens_at"))


def applications_in(round_ids: Iterable[str]) -> dict[str, int]:
    """Round → how many applications were sent in it; drafts do not count."""
    grouped = Application._get_collection().aggregate(
        [
            {"$match": {"round_id": {"$in": list(round_ids)}, "state": {"$in": list(SEEN_STATES)}}},
            {"$group": {"_id": "$round_id", "count": {"$sum": 1}}},
        ]
    )
    return {row["_id"]: row["count"] for row in grouped}
